package dev.convoke.compiler;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.DiagnosticPairs;
import dev.convoke.compiler.diagnostic.PageExamples;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.TooLongException;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is said of networks that cannot be compiled, word by word. */
class PlanProblemsTest {
    @TestFactory
    Stream<DynamicTest> pairs() {
        return DiagnosticPairs.in("plans", PlanProblemsTest::plan);
    }

    @Test
    void examplesOfThePage() {
        PageExamples.check(DiagnosticCode.TOO_MUCH_MEMORY, PlanProblemsTest::plan);
    }

    private static List<Diagnostic> plan(SourceFile source) {
        return FrontEnd.check(source, FrontEndOptions.all()).networks().stream()
                .map(PlanProblemsTest::problem)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Diagnostic> problem(Network network) {
        try {
            BackEnd.plan(network);
            return Optional.empty();
        } catch (TooLongException e) {
            return Optional.of(PlanProblems.of(e));
        }
    }
}
