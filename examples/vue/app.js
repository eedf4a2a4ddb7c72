import { createApp } from 'vue'
import Club from './club.vue'

createApp(Club, { invite: location.hash }).mount('#root')
