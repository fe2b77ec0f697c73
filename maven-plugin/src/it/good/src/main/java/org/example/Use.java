package org.example;

import org.example.nets.Second;

/** Needs no option of javac. */
final class Use {
    private Use() {}

    static int classify(float[] image) {
        try (Tiny net = Tiny.initialise(1);
                Second second = Second.initialise(1)) {
            return net.classify(image) + second.lanes();
        }
    }
}
