import {equal} from 'node:assert/strict'
import {passedOnText} from '../../src/lib/view/dns.js'
import type {Look} from '../../src/lib/view/text/paint.js'

const LOOK: Look = {colour: false, columns: Number.POSITIVE_INFINITY, now: 0}

describe('a name that neither a hosts file nor Docker’s DNS here has', () => {
  it('is for resolvers outside', () =>
    equal(
      passedOnText('app', 'example.com', false, LOOK),
      'app asks resolvers outside Docker for example.com, whose answer dnet does not know\n',
    ))
  it('or for another node, where one may have it as an alias', () =>
    equal(
      passedOnText('app', 'db', true, LOOK),
      'app gets db from another node, if it is an alias there, or asks resolvers outside Docker: dnet knows neither answer\n',
    ))
})
