// Loads a form, answers it as the script says, and tells how long that took and what was computed.
// Use: node peer.mjs FORM.xml SCRIPT.json

import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { JSDOM } from 'jsdom';

// The engine is made for browsers; it asks for these when it is imported.
const { window } = new JSDOM();
for (const name of ['document', 'DOMParser', 'XMLSerializer', 'Document', 'Element', 'Node', 'Attr', 'Text']) {
	globalThis[name] ??= window[name];
}
// One of its parsers takes Node for CommonJS; it reads no file there.
globalThis.__dirname = import.meta.dirname;
const { loadForm } = await import('@getodk/xforms-engine');

const LOADS = 5;

const [xml, script] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));
const { repeat, instances, filling, measured } = JSON.parse(script);

async function load() {
	const start = performance.now();
	const form = await loadForm(xml);
	if (form.status === 'failure') throw form.error;
	const read = performance.now();
	const { root } = form.createInstance();
	const end = performance.now();
	return { root, time: end - start, create: end - read };
}

const children = (node) => node.currentState.children ?? [];
const name = (node) => node.currentState.reference.split('/').at(-1).replace(/\[\d+\]$/, '');

// Nodes by the keys of the script: the name alone, or the repeat's instance before it.
function indexed(root) {
	const found = new Map();
	const walk = (node, instance) => {
		if (node.nodeType.startsWith('repeat-range')) {
			found.set(name(node), node);
			children(node).forEach((child, at) => walk(child, `${name(node)}[${at + 1}]/`));
		} else {
			found.set(instance + name(node), node);
			children(node).forEach((child) => walk(child, instance));
		}
	};
	walk(root, '');
	return found;
}

function set(node, value) {
	switch (node.nodeType) {
		case 'select':
			return node.selectType === 'select' ? node.selectValues(value) : node.selectValue(value[0]);
		case 'trigger':
			return node.setValue(value[0] === 'true');
		default:
			return node.setValue(value[0]);
	}
}

function percentile(times, percent) {
	times.sort((a, b) => a - b);
	return times[Math.floor(((times.length - 1) * percent) / 100)];
}

const loads = [];
const creates = [];
let root;
for (let run = 0; run < LOADS; run += 1) {
	const loaded = await load();
	loads.push(loaded.time);
	creates.push(loaded.create);
	root = loaded.root;
}
const range = indexed(root).get(repeat);
range.addInstances(undefined, instances - children(range).length);
let nodes = indexed(root);
for (const { key, value } of filling) {
	// Instances of a counted repeat come when its count is answered.
	if (!nodes.has(key)) nodes = indexed(root);
	set(nodes.get(key), value);
}
const times = measured.map(({ key, value }) => {
	const node = nodes.get(key);
	const start = performance.now();
	set(node, value);
	return performance.now() - start;
});
const computed = {};
for (const [key, node] of indexed(root)) {
	if (node.nodeType === 'model-value') computed[key] = node.currentState.instanceValue;
}
console.log(
	JSON.stringify({
		node: process.version,
		load: percentile(loads, 50),
		create: percentile(creates, 50),
		p50: percentile(times, 50),
		p99: percentile(times, 99),
		computed,
	}),
);
