// Compares ONNX Runtime's outputs with ours, for the same weights and inputs. One JSON line per model: name, ort_error (the largest difference
// relative to the largest output).
//
// Run: node ort_outputs.mjs PATH/node_modules/onnxruntime-node MODELS VALUES
// MODELS holds NAME.onnx as reference.py writes them; VALUES holds NAME.values.safetensors as `Benchmarks --export` writes them, and NAME.inputs.safetensors
// where the model's inputs are not ours.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [library, models, values] = process.argv.slice(2);
const ort = createRequire(import.meta.url)(library);

/** The float tensors of a safetensors file by name. */
function read(path) {
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, start));
  return Object.fromEntries(Object.entries(header).filter(([name]) => name !== '__metadata__').map(([name, { data_offsets: [begin, end] }]) =>
    [name, new Float32Array(bytes.buffer.slice(bytes.byteOffset + start + begin, bytes.byteOffset + start + end))]));
}

for (const file of readdirSync(models).filter((name) => name.endsWith('.onnx')).sort()) {
  const name = file.slice(0, -'.onnx'.length);
  const exported = join(values, `${name}.values.safetensors`);
  if (!existsSync(exported)) continue;
  try {
    const tensors = read(exported);
    const given = join(values, `${name}.inputs.safetensors`);
    const inputs = existsSync(given) ? read(given) : tensors;
    const session = await ort.InferenceSession.create(join(models, file), { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const feeds = Object.fromEntries(session.inputMetadata.map(({ name, type, shape }, i) => [name, type === 'int64'
      ? new ort.Tensor(type, BigInt64Array.from(inputs[`in${i}`], (x) => BigInt(x)), shape)
      : new ort.Tensor(type, inputs[`in${i}`], shape)]));
    const outputs = await session.run(feeds);
    let [largest, difference] = [1e-30, 0];
    session.outputNames.forEach((output, i) => {
      const ours = tensors[`out${i}`];
      if (!ours) return;                                     // caches that the model hands back
      outputs[output].data.forEach((theirs, k) => {
        largest = Math.max(largest, Math.abs(theirs));
        difference = Math.max(difference, Math.abs(theirs - ours[k]));
      });
    });
    console.log(JSON.stringify({ name, ort_error: difference / largest }));
    await session.release();
  } catch (error) {
    console.log(JSON.stringify({ name, error: String(error.message).split('\n')[0] }));
  }
}
