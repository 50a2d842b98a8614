import fc from 'fast-check'

// Any failing example notices a mutant; looking for the smallest one takes time.
fc.configureGlobal({endOnFailure: true})
