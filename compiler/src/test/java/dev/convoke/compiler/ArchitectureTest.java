package dev.convoke.compiler;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The directions of docs/design/architecture.md: what each package of the compiler may know. */
class ArchitectureTest {
    private static final String ROOT = "dev.convoke.compiler.";

    private static final JavaClasses COMPILER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.convoke.compiler");

    /** The packages of the compiler that each of its packages may use besides itself. */
    private static final Map<String, List<String>> KNOWS = Map.ofEntries(
            Map.entry("source", List.of()),
            Map.entry("javac", List.of()),
            Map.entry("diagnostic", List.of("source")),
            Map.entry("syntax", List.of("source", "diagnostic")),
            Map.entry("format", List.of("source", "diagnostic", "syntax")),
            Map.entry("compare", List.of("source", "diagnostic", "loop", "graph")),
            Map.entry("loop", List.of("source")),
            Map.entry("graph", List.of("source", "loop")),
            Map.entry("layer", List.of("source", "diagnostic", "loop", "graph")),
            Map.entry("elaborate", List.of("source", "diagnostic", "syntax", "loop", "graph", "layer")),
            Map.entry("differentiate", List.of("source", "loop", "graph", "layer")),
            Map.entry("report", List.of("source", "diagnostic", "loop", "graph", "layer")),
            Map.entry(
                    "lint", List.of("source", "diagnostic", "syntax", "loop", "graph", "layer", "elaborate", "report")),
            Map.entry("plan", List.of("source", "loop", "graph")),
            Map.entry("schedule", List.of("loop", "plan")),
            Map.entry("emit", List.of("source", "loop", "graph", "plan", "schedule")));

    @TestFactory
    Stream<DynamicTest> packagesKnowOnlyWhatTheyMay() {
        return KNOWS.keySet().stream()
                .sorted()
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> directions(name).check(COMPILER)));
    }

    @Test
    void nothingKnowsTheRuntime() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.convoke.runtime.."))
                .because("the compiler names its types as text; the golden sources prove that they exist")
                .check(COMPILER);
    }

    @Test
    void onlySyntaxSeesTheParser() {
        only("syntax", "org.antlr..", "dev.convoke.grammar..").check(COMPILER);
    }

    @Test
    void onlyTheJavaEmitterSeesJavaPoet() {
        only("emit.java", "com.palantir.javapoet..").check(COMPILER);
    }

    @Test
    void filesAreTheCallersMatter() {
        only("javac", "java.nio.file..").check(COMPILER);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().allowEmptyShould(true).check(COMPILER);
    }

    private static ArchRule only(String name, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages));
    }

    private static ArchRule directions(String name) {
        var allowed = Stream.concat(Stream.of(name), KNOWS.get(name).stream())
                .map(each -> ROOT + each + "..")
                .toArray(String[]::new);
        var ours = resideInAPackage("dev.convoke.compiler..");
        return classes()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .onlyDependOnClassesThat(not(ours.and(not(resideInAnyPackage(allowed)))))
                .as(name + " may use " + KNOWS.get(name) + " only")
                .allowEmptyShould(true);
    }
}
