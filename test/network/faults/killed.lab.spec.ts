import { expect } from 'aegir/chai'
import { describeInLab, figure, heardSince, Party, startBootstrap, strangersIn } from '../lab/index.ts'

/** ms: three times what they should take at most */
const RECONNECTING_LIMIT = 6_000
const GONE_LIMIT = 9_000
const BACK_LIMIT = 9_000

for (const dead of [false, true]) {
  describeInLab(`one of four whose process is killed, ${dead ? 'while the bootstrap peer is dead' : 'with a bootstrap peer'}`, { delay: 20 }, scene => {
    it('is shown as reconnecting, as gone, and is heard again when started again', async () => {
      const bootstrap = [await startBootstrap(await scene.lab.host('bootstrap'))]
      const { voices } = await Party.start(scene, { names: ['Ada', 'Ben', 'Chloe', 'Dan'], bootstrap })
      const ben = voices[1]
      const others = voices.filter(voice => voice !== ben)
      const how = dead ? ' with a dead bootstrap peer' : ''

      if (dead) {
        await bootstrap[0].command.kill()
      }

      const killed = Date.now()
      await ben.kill()
      const reconnecting = await Promise.all(others.map(async voice => voice.eventAfter(killed, ({ type, name, state }) => (type === 'link' && state !== 'connected' && name === 'Ben') || (type === 'left' && name === 'Ben'))))
      const gone = await Promise.all(others.map(async voice => voice.eventAfter(killed, ({ type, name }) => type === 'left' && name === 'Ben')))

      expect(figure(`reconnecting after kill -9${how}`, Math.max(...reconnecting) - killed)).to.be.lessThan(RECONNECTING_LIMIT)
      expect(figure(`gone after kill -9${how}`, Math.max(...gone) - killed)).to.be.lessThan(GONE_LIMIT)

      if (!dead) {
        ben.start()

        for (const [signal, death] of [['SIGKILL', 'kill -9'], ['SIGSEGV', 'a native crash']] as const) {
          await heardSince(Date.now(), voices)
          await ben.kill(signal)
          // before anybody can have noticed
          const started = Date.now()
          ben.start()
          expect(figure(`heard by everybody after ${death} and a restart`, await heardSince(started, [ben], others))).to.be.lessThan(BACK_LIMIT)
          expect(strangersIn(voices)).to.deep.equal([])
        }
      }
    }).timeout(180_000)
  })
}
