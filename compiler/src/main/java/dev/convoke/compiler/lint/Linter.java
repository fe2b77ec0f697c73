package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Instantiation;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.elaborate.Coverage;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.elaborate.LoadedSpec;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs lints over files and over the nets that they declare. What has errors is left out: declarations with an error in them for lints
 * that look at declarations, files for those that look at files, and nets that could not be built are not among those given.
 */
public final class Linter {
    private final List<LintedFile> files;
    private final List<LintedNet> nets;
    private final Set<SourceFile> wrongFiles;
    private final Set<Span> wrongDeclarations;
    /** Nets that are built in this run and may not be in another. */
    private final Set<Span> builtByChance;

    private Optional<Map<Span, List<LayerUse>>> layersAt = Optional.empty();
    private Optional<Set<Span>> built = Optional.empty();
    private final Problems found = new Problems();

    private Linter(
            List<LoadedSpec> specs,
            List<Expansion> expansions,
            Coverage coverage,
            List<Diagnostic> errors,
            Function<SourceFile, LintSettings> settings) {
        this.files = specs.stream()
                .map(each -> new LintedFile(
                        each,
                        specs.stream()
                                .filter(other -> other.imports().contains(each))
                                .toList(),
                        coverage.unbuilt(each),
                        settings.apply(each.file().source())))
                .toList();
        this.nets = expansions.stream()
                .map(each ->
                        new LintedNet(each, settings.apply(each.network().span().file())))
                .toList();
        this.builtByChance = specs.stream()
                .flatMap(each -> {
                    Set<String> names = coverage.built(each, specs.size() == 1);
                    return each.file().declarations().stream()
                            .filter(net -> names.contains(net.name().text()));
                })
                .map(Declaration::span)
                .collect(Collectors.toSet());
        List<Span> wrong = errors.stream().map(Diagnostic::place).toList();
        this.wrongFiles = wrong.stream().map(Span::file).collect(Collectors.toSet());
        this.wrongDeclarations = declarations(wrong);
    }

    /**
     * What there is to say of some files. What their nets make of a block of another file is said when that file is linted too.
     *
     * @param specs the files
     * @param expansions the nets of these files that are sound
     * @param coverage what nets were built of
     * @param errors what is wrong in the files
     * @param settings those of each file
     */
    public static List<Diagnostic> lint(
            List<LoadedSpec> specs,
            List<Expansion> expansions,
            Coverage coverage,
            List<Diagnostic> errors,
            Function<SourceFile, LintSettings> settings) {
        var linter = new Linter(specs, expansions, coverage, errors, settings);
        Lints.all().stream()
                .filter(lint -> linter.files.stream()
                        .anyMatch(file -> settings.apply(file.source()).level(lint) != Level.OFF))
                .forEach(linter::run);
        return new Suppressions(linter.files, settings).apply(linter.findings(), linter::looked);
    }

    /** The layers that are made of each stage or expression; of no interest where nothing is found and nothing silenced. */
    private Map<Span, List<LayerUse>> layersAt() {
        if (layersAt.isEmpty()) {
            Map<Span, List<LayerUse>> all = new HashMap<>();
            for (LintedNet net : nets) {
                for (LayerUse layer : net.layers()) {
                    all.computeIfAbsent(layer.span(), key -> new ArrayList<>()).add(layer);
                }
            }
            layersAt = Optional.of(all);
        }
        return layersAt.get();
    }

    private List<Diagnostic> findings() {
        Set<SourceFile> sources = files.stream().map(LintedFile::source).collect(Collectors.toSet());
        return found.sorted().stream()
                .filter(each -> sources.contains(each.place().file()))
                .toList();
    }

    /** Whether a lint looked at the place of a comment. */
    private boolean looked(Suppression suppression, Lint lint) {
        boolean byChance = lint.code() == DiagnosticCode.UNBUILT_NET
                && suppression
                        .around()
                        .filter(each -> builtByChance.contains(each.span()))
                        .isPresent();
        return !byChance
                && !wrongFiles.contains(suppression.comment().file())
                && (lint.match(Looks.AT_TEXT)
                        || suppression
                                .around()
                                .map(each -> built().contains(each.span()))
                                .orElse(true));
    }

    /** The declarations of which there is a net, or that have a part of a net in them. */
    private Set<Span> built() {
        if (built.isEmpty()) {
            built = Optional.of(findBuilt());
        }
        return built.get();
    }

    private Set<Span> findBuilt() {
        Set<Span> places = new HashSet<>(layersAt().keySet());
        for (LintedNet net : nets) {
            places.add(net.span());
            net.instances().forEach(each -> places.add(each.at()));
        }
        return declarations(places);
    }

    /** The declarations around places. */
    private Set<Span> declarations(Collection<Span> places) {
        Map<SourceFile, LintedFile> byFile = new HashMap<>();
        files.forEach(each -> byFile.put(each.source(), each));
        return places.stream()
                .flatMap(place ->
                        Optional.ofNullable(byFile.get(place.file())).flatMap(file -> file.around(place)).stream())
                .map(Declaration::span)
                .collect(Collectors.toSet());
    }

    private void run(Lint lint) {
        lint.match(new Lint.Cases<Linter>() {
            @Override
            public Linter file(FileLint fileLint) {
                files.stream().filter(Linter.this::isSound).forEach(each -> fileLint.check(each, found::add));
                return Linter.this;
            }

            @Override
            public Linter declaration(DeclarationLint declarationLint) {
                for (LintedFile file : files) {
                    file.tree().declarations().stream()
                            .filter(Linter.this::isSound)
                            .forEach(each -> declarationLint.check(each, file, found::add));
                }
                return Linter.this;
            }

            @Override
            public Linter layer(LayerLint layerLint) {
                var places = new Places();
                for (LintedNet net : nets) {
                    for (LayerUse layer : net.layers(layerLint::looksAt)) {
                        Optional<Diagnostic> finding = layerLint.check(layer);
                        if (finding.isPresent()) {
                            places.at(layer, finding.get());
                        }
                    }
                }
                places.report(layerLint.quantifier());
                return Linter.this;
            }

            @Override
            public Linter net(NetLint netLint) {
                var places = new Places();
                nets.forEach(net -> netLint.check(net, places));
                places.report(netLint.quantifier());
                return Linter.this;
            }
        });
    }

    private boolean isSound(LintedFile file) {
        return !wrongFiles.contains(file.source());
    }

    private boolean isSound(Declaration declaration) {
        return !wrongDeclarations.contains(declaration.span());
    }

    /** Whether a lint looks at texts, or else at nets. */
    private enum Looks implements Lint.Cases<Boolean> {
        AT_TEXT;

        @Override
        public Boolean file(FileLint lint) {
            return true;
        }

        @Override
        public Boolean declaration(DeclarationLint lint) {
            return true;
        }

        @Override
        public Boolean layer(LayerLint lint) {
            return false;
        }

        @Override
        public Boolean net(NetLint lint) {
            return false;
        }
    }

    /** What one round of a {@code for} and the next have in common: the instantiations around it, and the place of a finding. */
    private record Told(List<Instantiation> trail, Span place) {}

    /** The calls that led to a layer, the innermost first; of all rounds of a {@code for} the same. */
    private record Calls(LintedNet net, List<Span> places) {}

    /** The findings of one lint at layers, by their places. */
    private final class Places implements NetLint.Findings {
        private final Map<Span, Map<LayerUse, List<Diagnostic>>> places = new LinkedHashMap<>();

        @Override
        public void at(LayerUse layer, Diagnostic finding) {
            places.computeIfAbsent(layer.span(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(layer, key -> new ArrayList<>())
                    .add(finding);
        }

        @Override
        public void at(LintedNet net, Diagnostic finding) {
            found.add(finding);
        }

        void report(Quantifier quantifier) {
            Predicate<LayerUse> asked = layer -> quantifier != Quantifier.EVERYWHERE_OF_ITS_OWN || !layer.isShared();
            places.forEach((place, findings) -> {
                List<LayerUse> all = Objects.requireNonNull(layersAt().get(place)).stream()
                        .filter(asked)
                        .toList();
                Map<LayerUse, List<Diagnostic>> layers = new LinkedHashMap<>(findings);
                layers.keySet().removeIf(asked.negate());
                boolean reported = switch (quantifier) {
                    case EVERYWHERE, EVERYWHERE_OF_ITS_OWN -> !layers.isEmpty() && layers.size() == all.size();
                    case EVERYWHERE_OR_BETWEEN_ROUNDS ->
                        loops(all).stream()
                                .allMatch(rounds -> layers.containsKey(rounds.get(0))
                                        || rounds.size() > 1
                                                && rounds.stream().skip(1).allMatch(layers::containsKey));
                    case SOMEWHERE -> true;
                };
                if (reported) {
                    report(layers);
                }
            });
        }

        /** Layers of one stage, those together to which the same calls lead. */
        private Collection<List<LayerUse>> loops(List<LayerUse> layers) {
            return layers.stream()
                    .collect(Collectors.groupingBy(each -> new Calls(
                            each.net(),
                            each.trail().stream().map(Instantiation::at).toList())))
                    .values();
        }

        /** Of the layers that a {@code for} makes of one stage the first speaks for all: the place is one, whatever the numbers. */
        private void report(Map<LayerUse, List<Diagnostic>> layers) {
            Map<Told, LayerUse> first = new HashMap<>();
            layers.forEach((layer, findings) -> findings.stream()
                    .filter(each -> first.computeIfAbsent(new Told(layer.trail(), each.place()), key -> layer) == layer)
                    .forEach(found.building(layer.trail())::add));
        }
    }
}
