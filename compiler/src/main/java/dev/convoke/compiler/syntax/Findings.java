package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one parse found wrong. Besides the problems it knows the regions in which a repair makes further messages of the parser
 * worthless, and the places whose declarations can no longer be relied on.
 */
final class Findings {
    private final SourceFile source;
    private final Problems problems = new Problems();
    private final TreeMap<Integer, Integer> tainted = new TreeMap<>();
    private final NavigableSet<Integer> damage = new TreeSet<>();
    private final NavigableSet<Integer> lostValues = new TreeSet<>();
    private final Map<Integer, LeftOut> leftOut = new HashMap<>();
    private int count;

    Findings(SourceFile source) {
        this.source = source;
    }

    SourceFile source() {
        return source;
    }

    Problems problems() {
        return problems;
    }

    Span span(Token token) {
        return source.span(token.start(), token.end());
    }

    Span span(Token first, Token last) {
        return source.span(first.start(), last.end());
    }

    /** Reports a problem, unless there are too many already. */
    void add(Diagnostic problem) {
        if (isFull()) {
            return;
        }
        if (problem.severity() == Severity.ERROR) {
            count++;
        }
        problems.add(problem);
    }

    /** Whether a file has so many problems that more of them help nobody. */
    boolean isFull() {
        return count >= Problems.MOST_ERRORS;
    }

    /** From here to there the parser's messages are consequences of something already reported. */
    void taint(int from, int to) {
        if (!isFull()) {
            tainted.merge(from, to, Math::max);
        }
    }

    boolean isTainted(int from, int to) {
        for (Map.Entry<Integer, Integer> region :
                tainted.headMap(to, true).descendingMap().entrySet()) {
            if (region.getValue() >= from) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is known of statements that are left out, as they mean nothing here.
     *
     * @param names what may be given another value in them
     * @param returns whether they may say what comes out of a block
     * @param outputs how many outputs of a net are in them
     */
    record LeftOut(List<Identifier> names, boolean returns, int outputs) {
        LeftOut {
            names = List.copyOf(names);
        }
    }

    /** The statement that begins at this offset stands for some that are left out. */
    void leaveOut(int offset, LeftOut known) {
        leftOut.put(offset, known);
    }

    Optional<LeftOut> leftOut(int offset) {
        return Optional.ofNullable(leftOut.get(offset));
    }

    /** The declaration around this offset lacks a part. */
    void damage(int offset) {
        damage.add(offset);
    }

    /**
     * The value around this offset was not understood. Where it is an argument, an element or the like, nothing else around it suffers: see {@link
     * #takeLostValue}.
     */
    void loseValue(int offset) {
        lostValues.add(offset);
    }

    /** Whether a value in a region was not understood; from now on the region is known to be without it. */
    boolean takeLostValue(Span region) {
        NavigableSet<Integer> inside = lostValues.subSet(region.start(), true, region.end(), false);
        boolean any = !inside.isEmpty();
        inside.clear();
        return any;
    }

    boolean isDamaged(int from, int to) {
        return has(damage, from, to) || has(lostValues, from, to);
    }

    private static boolean has(NavigableSet<Integer> offsets, int from, int to) {
        Integer next = offsets.ceiling(from);
        return next != null && next <= to;
    }

    /** Whether something is damaged in a region outside of the given parts of it, which are in order and apart. */
    boolean isDamagedOutside(Span region, List<Span> parts) {
        int from = region.start();
        for (Span part : parts) {
            if (from < part.start() && isDamaged(from, part.start() - 1)) {
                return true;
            }
            from = Math.max(from, part.end());
        }
        return isDamaged(from, region.end());
    }
}
