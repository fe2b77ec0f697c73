package dev.convoke.cli;

import dev.convoke.runtime.training.EpochResult;
import dev.convoke.runtime.training.TrainingListener;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar for a whole short run on a terminal; elsewhere a line now and then. */
final class DemoProgress implements TrainingListener, AutoCloseable {
    private static final int LINES_EVERY = 5;

    private final Output output;
    private Optional<ProgressBar> bar = Optional.empty();

    DemoProgress(Output output) {
        this.output = output;
    }

    @Override
    public void epochStarted(int epoch, int epochs, int steps) {
        if (output.live() && bar.isEmpty()) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName("training")
                    .setInitialMax((long) epochs * steps)
                    .setUpdateIntervalMillis(100)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setConsumer(new ConsoleProgressBarConsumer(System.out, 78))
                    .build());
        }
    }

    @Override
    public void batchDone(int epoch, int step, int steps, double loss, double rate) {
        bar.ifPresent(it -> it.stepTo((long) (epoch - 1) * steps + step).setExtraMessage(" loss %.4f".formatted(loss)));
    }

    @Override
    public void epochDone(EpochResult result) {
        if (bar.isEmpty() && result.epoch() % LINES_EVERY == 0) {
            output.line("epoch %3d  loss %.4f  accuracy %.2f %%"
                    .formatted(
                            result.epoch(),
                            result.loss(),
                            100 * result.accuracy().orElse(0.0)));
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
