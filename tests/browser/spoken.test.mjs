// docs/spoken.md is what a screen reader says, on every screen, in both languages.
import assert from 'node:assert/strict';
import { useStage } from './lib/stage.mjs';
import { say, written } from './spoken.mjs';

const stage = useStage();

stage.scenario('every screen says what is written of it', async () => {
    assert.equal(await say(stage), written());
}, { timeout: 600_000 }); // two people walk through all of it, twice
