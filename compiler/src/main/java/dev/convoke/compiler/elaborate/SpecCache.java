package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.ParseResult;
import dev.convoke.compiler.syntax.Parser;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What one look at specs leaves for the next, so that after an edit only what it concerns is done again: the trees of files whose text is the same, and
 * the networks of nets that had no problem and all of whose declarations have the same text, wherever these stand now. What is taken from here is what
 * would have been made anew. Keeps what was used last, up to a size. For any number of threads.
 */
public final class SpecCache {
    /** Characters of all files that are kept. */
    private static final long CHARACTERS = 1 << 22;

    /** Nodes of all networks that are kept. */
    private static final long NODES = 50_000;

    private final Latest<SourceFile, ParseResult> trees =
            new Latest<>(CHARACTERS, each -> 1 + each.file().source().length());
    private final Latest<List<Reached.Part>, Kept> nets = new Latest<>(NODES, Kept::nodes);

    /**
     * A network and the declarations that it was made of, the net first.
     *
     * @param entered which of them were expanded
     * @param cost what it took of the limits on all nets of a file
     */
    private record Kept(Expansion expansion, List<Declaration> declarations, List<Integer> entered, Budget.Cost cost) {
        int nodes() {
            return 1 + expansion.steps().size();
        }
    }

    ParseResult parse(SourceFile source) {
        Optional<ParseResult> known = trees.find(source);
        if (known.isPresent()) {
            return known.get();
        }
        ParseResult parsed = Parser.parse(source);
        trees.keep(source, parsed);
        return parsed;
    }

    /** As {@link NetElaborator#elaborate} without settings. */
    Optional<Expansion> elaborate(
            Declared net, Reached.Finder finder, Budget.Shared shared, Set<Declared> entered, Problems problems) {
        Reached reached = finder.from(net);
        List<Declaration> declarations =
                reached.declarations().stream().map(Declared::declaration).toList();
        // With so many errors that no more are listed, elaboration stops: that is for it to find out.
        Optional<Kept> known = nets.find(reached.key())
                .filter(each -> problems.errors() < Problems.MOST_ERRORS && shared.holds(each.cost()));
        Optional<Expansion> moved =
                known.flatMap(each -> Moved.expansion(each.expansion(), each.declarations(), declarations));
        if (moved.isPresent()) {
            Kept kept = known.orElseThrow();
            shared.take(kept.cost());
            kept.entered().forEach(each -> entered.add(reached.declarations().get(each)));
            nets.keep(reached.key(), new Kept(moved.get(), declarations, kept.entered(), kept.cost()));
            return moved;
        }
        Budget.Cost before = shared.taken();
        int additions = problems.additions();
        Set<Declared> now = new HashSet<>();
        Optional<Expansion> made = NetElaborator.elaborate(net, Settings.NONE, shared, now, problems);
        entered.addAll(now);
        if (problems.additions() == additions) {
            List<Integer> places = IntStream.range(0, declarations.size())
                    .filter(each -> now.contains(reached.declarations().get(each)))
                    .boxed()
                    .toList();
            made.ifPresent(each -> nets.keep(
                    reached.key(),
                    new Kept(each, declarations, places, shared.taken().minus(before))));
        }
        return made;
    }
}
