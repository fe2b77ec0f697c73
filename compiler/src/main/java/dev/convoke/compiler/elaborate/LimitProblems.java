package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is said where a spec reaches a limit. */
final class LimitProblems {
    private LimitProblems() {}

    static Diagnostic tooMuchWork(Span span) {
        return Diagnostic.of(DiagnosticCode.TOO_MUCH_WORK, "this net takes too long to expand", span, "gave up here")
                .help("look for a `for` over a range that is larger than it was meant to be, or for functions that call"
                        + " others many times");
    }

    static Diagnostic tooManyLayersInFile(Span span) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_MANY_LAYERS,
                        "the nets of this file have more than " + grouped(Budget.MAX_FILE_LAYERS) + " layers together",
                        span,
                        "one layer too many")
                .help("spread the nets over several files");
    }

    static Diagnostic tooMuchWorkInFile(Span span) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_MUCH_WORK,
                        "the nets of this file take too long to expand",
                        span,
                        "gave up here")
                .help("spread the nets over several files");
    }

    static Diagnostic variantsTooDeep(Declaration.Variant variant) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_DEEP,
                        "nets are made of one another more than " + Budget.MAX_DEPTH + " deep",
                        variant.base().span(),
                        "the one that is too deep")
                .help("let fewer nets lead to one another");
    }

    static Diagnostic pathTooLong(String path, Span span) {
        return Diagnostic.of(
                        DiagnosticCode.VALUE_TOO_LARGE,
                        "the path of a stage has at most " + Budget.MAX_PATH + " characters; this one has "
                                + path.length(),
                        span,
                        "`..." + path.substring(path.length() - 40) + "`")
                .note("it is made of the labels from the net to here, and begins the names of the parameters")
                .help("shorten labels, or let fewer blocks lead to one another");
    }

    static Diagnostic tooManyLayers(Span span) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_MANY_LAYERS,
                        "the net has more than " + grouped(Budget.MAX_LAYERS) + " layers",
                        span,
                        "one layer too many")
                .help("look for a `for` over a range that is larger than it was meant to be");
    }

    static Diagnostic tooDeep(Span span) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_DEEP,
                        "declarations are nested more than " + Budget.MAX_DEPTH + " deep",
                        span,
                        "the one that is too deep")
                .help("let fewer blocks, functions or constants lead to one another");
    }

    static Diagnostic importsTooDeep(SpecFile.Import imported) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_DEEP,
                        "files import one another more than " + SpecLoader.MAX_DEPTH + " deep",
                        imported.pathSpan(),
                        "the one that is too deep")
                .help("let fewer files lead to one another");
    }

    static Diagnostic tooManyElements(Span span) {
        return Diagnostic.of(
                DiagnosticCode.VALUE_TOO_LARGE,
                "this holds more than " + grouped(Budget.MAX_ELEMENTS) + " values",
                span,
                "values within values are counted too");
    }

    static Diagnostic textTooLong(Span span) {
        return Diagnostic.of(
                DiagnosticCode.VALUE_TOO_LARGE,
                "this text has more than " + grouped(Budget.MAX_TEXT) + " characters once its holes are filled",
                span,
                "too long");
    }

    static Diagnostic tooManyParameters(String layer, Span span) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_MANY_PARAMETERS,
                        "with `" + layer + "` the net has more than " + grouped(Budget.MAX_PARAMETERS) + " parameters",
                        span,
                        "one layer too many")
                .help("pool, or flatten less, before a layer that connects everything with everything");
    }

    static Diagnostic streamTooLarge(String what, List<Integer> extents, Span span) {
        String product = extents.stream().map(String::valueOf).collect(Collectors.joining(" * "));
        long elements = Streams.elements(extents);
        return Diagnostic.of(DiagnosticCode.STREAM_TOO_LARGE, what + " has too many elements", span, extents.toString())
                .note(product + (elements == Long.MAX_VALUE ? " is more than 2^63" : " = " + grouped(elements))
                        + "; a stream has at most " + grouped(Budget.MAX_STREAM) + " elements");
    }

    static Diagnostic rankTooHigh(int rank, Span span) {
        return Diagnostic.of(
                DiagnosticCode.RANK_TOO_HIGH, "a stream has at most " + Shape.MAX_RANK + " axes", span, rank + " axes");
    }

    static Diagnostic overflow(String computation, Span span) {
        return Diagnostic.of(
                        DiagnosticCode.OVERFLOW,
                        "the result does not fit into 64 bits",
                        span,
                        computation.length() > 80 ? "too large" : computation)
                .note("whole numbers, and numerators and denominators of fractions, reach from -2^63 to 2^63 - 1");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
