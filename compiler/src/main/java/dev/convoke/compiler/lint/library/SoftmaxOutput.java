package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.layer.library.LogSoftmax;
import dev.convoke.compiler.layer.library.Sigmoid;
import dev.convoke.compiler.layer.library.Softmax;
import dev.convoke.compiler.lint.Edits;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.syntax.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Probabilities where losses want scores. A spec names no loss; so an output whose name says that it holds probabilities is meant to, and of a
 * sigmoid only one that is called logits is found, as masks and images are numbers from 0 to 1 too.
 */
public final class SoftmaxOutput implements LayerLint {
    private static final Set<String> KINDS = Set.of("Softmax", "LogSoftmax", "Sigmoid");
    private static final Pattern PROBABILITIES =
            Pattern.compile("prob|softmax|likelihood|posterior|confidence|distribution|attention|weight|alpha");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.SOFTMAX_OUTPUT;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        if (!layer.after().isEmpty() || SoftmaxOfOne.isOfOne(layer)) {
            return Optional.empty();
        }
        List<String> names = layer.outputNames();
        Optional<String> logits = names.stream().filter(SoftmaxOutput::isLogits).findFirst();
        Optional<String> score = names.stream()
                .filter(each -> !PROBABILITIES.matcher(lower(each)).find())
                .findFirst();
        return layer.as(Softmax.class)
                .flatMap(softmax -> score.map(name -> softmax(layer, softmax, name)))
                .or(() -> layer.as(Sigmoid.class).flatMap(sigmoid -> logits.map(name -> sigmoid(layer, name))))
                .or(() -> layer.as(LogSoftmax.class).flatMap(each -> logits.map(name -> logSoftmax(layer, name))));
    }

    static boolean isLogits(String output) {
        return lower(output).contains("logit");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Diagnostic softmax(LayerUse layer, Softmax softmax, String name) {
        int classes = softmax.outputShape().extent(softmax.axis());
        String least = Figures.of(Math.log1p((classes - 1) / Math.E));
        return proposed(
                layer,
                Diagnostic.of(
                                DiagnosticCode.SOFTMAX_OUTPUT,
                                "the output `" + name
                                        + "` is a softmax, and a cross-entropy loss takes the softmax of it again",
                                layer.span(),
                                classes + " probabilities from 0 to 1, where the loss wants scores")
                        .note("of " + classes + " classes, the loss of probabilities cannot fall below " + least
                                + ", and its gradients fade"),
                "end with the scores, and take the softmax where the net is used",
                "if probabilities are what the net is to give, say so: `output probabilities`");
    }

    private static Diagnostic sigmoid(LayerUse layer, String name) {
        return proposed(
                layer,
                Diagnostic.of(
                                DiagnosticCode.SOFTMAX_OUTPUT,
                                "the output `" + name
                                        + "` is no logit but a probability, of which `bce` takes the sigmoid again",
                                layer.span(),
                                "numbers from 0 to 1")
                        .note(
                                "the sigmoid of numbers from 0 to 1 is from 0.5 to 0.731: no answer can be a sure yes or no"),
                "end with the logits, and take the sigmoid where the net is used",
                "if probabilities are what the net is to give, say so: `output probabilities`");
    }

    private static Diagnostic logSoftmax(LayerUse layer, String name) {
        return proposed(
                layer,
                Diagnostic.of(
                        DiagnosticCode.SOFTMAX_OUTPUT,
                        "the output `" + name + "` is no logit but the logarithm of a probability",
                        layer.span(),
                        "a cross-entropy loss does this itself"),
                "end with the logits",
                "for the loss `nll`, which takes logarithms of probabilities, say so: `output log_probabilities`");
    }

    private static Diagnostic proposed(LayerUse layer, Diagnostic finding, String title, String otherwise) {
        Optional<Edit> edit = layer.isShared()
                ? Optional.empty()
                : layer.call().map(Stage.Call::span).flatMap(Edits::withoutStage);
        return edit.map(each -> finding.propose(title, each))
                .orElseGet(() -> finding.help(title))
                .help(otherwise);
    }
}
