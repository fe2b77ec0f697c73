package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at what is never built: nets with parameters that have no value, and blocks that no net uses. What does not depend on the missing values is
 * checked as it is where there are values; of the rest nothing is said.
 */
final class Unbuilt {
    /** Where both ways of a condition are followed, limits are reached that none of the nets would reach. */
    private static final Set<DiagnosticCode> OF_LIMITS = EnumSet.of(
            DiagnosticCode.TOO_MANY_LAYERS, DiagnosticCode.TOO_MUCH_WORK, DiagnosticCode.TOO_MANY_PARAMETERS);

    /** Steps for all that is looked at here: of a deep tree of conditions, where each is followed both ways, a part is enough. */
    private static final int MAX_STEPS = 50_000;

    private static final Kinds<Optional<Declaration.Block>> BLOCK = Kinds.block();
    private static final Kinds<Optional<Declaration.Seq>> SEQ = Kinds.seq();

    private final Set<Declared> entered;
    private final Problems problems;
    private final Budget.Shared shared = new Budget.Shared();

    private Unbuilt(Set<Declared> entered, Problems problems) {
        shared.take(new Budget.Cost(Budget.MAX_FILE_STEPS - MAX_STEPS, 0));
        this.entered = entered;
        this.problems = problems;
    }

    /** Checks all of a file that was not built. */
    static void check(LoadedSpec spec, Coverage coverage, Problems problems) {
        var unbuilt = new Unbuilt(new HashSet<>(coverage.built()), problems);
        unbuilt.nets(spec.declarations(), coverage.settings());
        spec.declarations().own().stream()
                .filter(each -> !coverage.built().contains(each))
                .forEach(unbuilt::block);
    }

    /** Checks one net that lacks values. */
    static void check(Declared net, Settings settings, Problems problems) {
        new Unbuilt(new HashSet<>(), problems).net(net, settings);
    }

    /** Those made of others come first: what they give is not open there. */
    private void nets(Declarations declarations, Settings settings) {
        List<Declared> nets = new ArrayList<>(declarations.nets());
        nets.removeIf(each -> Elaboration.missing(each, settings).isEmpty());
        nets.sort(Comparator.comparing(declarations::depth).reversed());
        nets.forEach(each -> net(each, settings.of(Elaboration.parameters(each))));
    }

    private void net(Declared net, Settings settings) {
        look(net, found -> NetElaborator.look(net, settings, shared, entered, found));
    }

    private void block(Declared declared) {
        Optional<Declaration.Block> block = declared.declaration().match(BLOCK);
        if (block.isPresent()) {
            Supplier<Set<String>> labels = () -> Labels.in(block);
            look(declared, found -> {
                Frame own = inside(declared, block.get().parameters(), Container.labelled("", false, labels), found);
                Statements.result(block.get(), own);
                entered.addAll(own.session().entered());
            });
        }
        Optional<Declaration.Seq> seq = declared.declaration().match(SEQ);
        if (seq.isPresent()) {
            look(declared, found -> {
                Frame own = inside(declared, seq.get().parameters(), Container.numbered("", false), found);
                Stages.run(seq.get().body(), Datum.UNKNOWN, own);
                entered.addAll(own.session().entered());
            });
        }
    }

    private Frame inside(Declared declared, List<Parameter> parameters, Container container, Problems found) {
        Span name = declared.declaration().name().span();
        Frame own = new Frame(
                new Session(Settings.NONE, shared, true, found),
                Scope.empty(),
                new Frame.Place(List.of(declared), Optional.empty(), name, Optional.empty()),
                Optional.of(container),
                found);
        own.scope().define("x", Datum.UNKNOWN, name);
        Binder.define(parameters, Bound.nothing(declared.name()), own);
        return own;
    }

    /** What was found elsewhere too is known already. */
    private void look(Declared declared, Consumer<Problems> check) {
        boolean full = problems.isFull(declared.declaration().span().file());
        if (!full && !shared.isExhausted() && entered.add(declared)) {
            var found = new Problems();
            check.accept(found);
            List<Diagnostic> all = found.isEmpty() ? List.of() : found.sorted();
            all.stream()
                    .filter(each -> !OF_LIMITS.contains(each.code()) && !problems.knows(each))
                    .forEach(problems::add);
        }
    }
}
