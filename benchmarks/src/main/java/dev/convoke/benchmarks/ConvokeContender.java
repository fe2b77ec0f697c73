package dev.convoke.benchmarks;

import dev.convoke.cli.CompiledNet;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;

/** A generated net with random weights. */
public final class ConvokeContender implements Contender {
    private final Model model;
    private final float[] images;
    private final float[] results;
    private final int batch;

    public ConvokeContender(CompiledNet net, int batch, int threads) {
        this.model = net.model(Parameters.initialise(net.description(), 1), threads);
        this.images = Net.noise(batch * net.description().inputs().get(0).elements());
        this.results = new float[batch * net.description().outputs().get(0).elements()];
        this.batch = batch;
    }

    @Override
    public void run() {
        model.predict(images, results, batch);
    }

    @Override
    public void close() {
        model.close();
    }
}
