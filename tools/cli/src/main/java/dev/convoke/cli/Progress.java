package dev.convoke.cli;

import dev.convoke.runtime.training.EpochResult;
import dev.convoke.runtime.training.Evaluation;
import dev.convoke.runtime.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes: a bar on a terminal, and a line for each epoch. Keeps the loss of every step. */
final class Progress implements TrainingListener, AutoCloseable {
    private static final int INTERVAL_MILLIS = 200;

    private final Output output;
    private final List<Double> losses = new ArrayList<>();
    private Optional<ProgressBar> bar = Optional.empty();
    private double smoothed = Double.NaN;

    Progress(Output output) {
        this.output = output;
    }

    List<Double> losses() {
        return List.copyOf(losses);
    }

    @Override
    public void resumed(int epochs) {
        output.line("going on after epoch " + epochs);
    }

    @Override
    public void epochStarted(int epoch, int epochs, int steps) {
        if (output.live()) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName("epoch " + epoch + "/" + epochs)
                    .setInitialMax(steps)
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setConsumer(new ConsoleProgressBarConsumer(System.out, 78))
                    .clearDisplayOnFinish()
                    .build());
        }
    }

    @Override
    public void batchDone(int epoch, int step, int steps, double loss, double rate) {
        losses.add(loss);
        smoothed = Double.isNaN(smoothed) ? loss : 0.95 * smoothed + 0.05 * loss;
        bar.ifPresent(it -> it.stepTo(step).setExtraMessage(" loss %.4f".formatted(smoothed)));
    }

    @Override
    public void epochDone(EpochResult result) {
        close();
        var line = new StringBuilder(
                "epoch %3d  %6.1f s  loss %.4f".formatted(result.epoch(), result.seconds(), result.loss()));
        result.accuracy().ifPresent(share -> line.append("  accuracy %6.2f %%".formatted(100 * share)));
        result.validation().map(Evaluation::loss).ifPresent(loss -> line.append("  | test: loss %.4f".formatted(loss)));
        result.validation()
                .flatMap(Evaluation::accuracy)
                .ifPresent(share -> line.append("  accuracy %6.2f %%".formatted(100 * share)));
        output.line(line.toString());
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
