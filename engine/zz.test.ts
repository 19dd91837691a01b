import {it} from 'vitest'
import { emptyInstance } from './testing/model.js'
import { takeDiff, stateHash, catchUp } from './diff.js'
it('x',()=>{
 const {w,store,docs,streams}=emptyInstance()
 const e=w.spawn({Body:{x:1}})
 w.c.Body.x.set(e,2)
 w.drop(e,'Body')
 try { w.c.Body.x.set(e,3); console.log('accepted') } catch(err) { console.log(String(err)) }
 w.remove(e)
 try { w.c.Body.x.set(e,3); console.log('accepted') } catch(err) { console.log(String(err)) }
 const f = w.spawn({Body:{}})
 console.log(e,f,w.c.Body.x.get(f))
 
 store.strings.intern('true'); w.attributes.set(f,'z','[1]');
 
})
