package dev.convoke.benchmarks.first;

import dev.convoke.runtime.Model;

/** One sample through a generated net. The class with {@code main} is made for each net: it loads the net as a user's program does. */
public final class ConvokeCall implements FirstResult.Call {
    private final Model model;
    private final float[] image;
    private final float[] result;

    public ConvokeCall(Model model) {
        this.model = model;
        this.image = new float[model.description().inputs().get(0).elements()];
        this.result = new float[model.description().outputs().get(0).elements()];
        for (int i = 0; i < image.length; i++) {
            image[i] = i % 255 / 255f;
        }
    }

    @Override
    public void run() {
        model.predict(image, result, 1);
    }
}
