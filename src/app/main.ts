import './element/group-call.ts'
