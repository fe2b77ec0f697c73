package dev.convoke.benchmarks;

import dev.convoke.compiler.plan.Numerics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A library that has a net and a batch of noise for it, ready to compute the outputs again and again. */
public interface Contender extends AutoCloseable {
    /** One call, into an output that was there before. */
    void run();

    @Override
    void close();

    /** Those there are. */
    enum Library {
        CONVOKE {
            @Override
            public Contender open(Net net, int batch, int threads) {
                return new ConvokeContender(net.compile(Numerics.FAST), batch, threads);
            }
        },
        CONVOKE_EXACT {
            @Override
            public Contender open(Net net, int batch, int threads) {
                return new ConvokeContender(net.compile(Numerics.EXACT), batch, threads);
            }
        },
        ONNX_RUNTIME {
            @Override
            public Contender open(Net net, int batch, int threads) {
                try {
                    Path folder = Files.createTempDirectory("convoke-peer");
                    Path model = PeerModels.write(net, folder);
                    var contender = new OnnxContender(model, batch, threads);
                    Files.delete(model);
                    Files.delete(folder);
                    return contender;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        /** @param threads of one call */
        public abstract Contender open(Net net, int batch, int threads);
    }
}
