package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.lint.FileLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.lint.Names;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names that are not written as such names are: {@code ConvBn} for what makes layers, {@code divisible_by} for functions and values, {@code
 * MOMENTUM} for constants. What no net needs has to go and needs no better name, where W503
 * says so. Labels are left alone: they are the names in files of weights.
 */
public final class NameConvention implements FileLint {
    /** How names of one kind are written. */
    private enum Form {
        UPPER_CAMEL("[A-Z][A-Za-z0-9_]*") {
            @Override
            String of(List<String> words) {
                return words.stream()
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining());
            }
        },
        LOWER_SNAKE("[a-z][a-z0-9_]*|[A-Z][0-9]*") {
            @Override
            String of(List<String> words) {
                return String.join("_", words);
            }
        },
        UPPER_SNAKE("[A-Z][A-Z0-9_]*") {
            @Override
            String of(List<String> words) {
                return String.join("_", words).toUpperCase(Locale.ROOT);
            }
        };

        private final Pattern pattern;

        Form(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }

        abstract String of(List<String> words);
    }

    private static final Set<String> WORDS = Set.of(
            "net", "block", "seq", "fn", "const", "import", "require", "return", "if", "then", "else", "for", "in",
            "is", "and", "or", "not", "true", "false");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("_+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.NAME_CONVENTION;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public void check(LintedFile file, Consumer<Diagnostic> findings) {
        Set<String> taken = new HashSet<>(file.names().foreign());
        file.names().definitions().forEach(each -> taken.add(each.name().text()));
        List<Names.Definition> odd = file.names().definitions().stream()
                .filter(each -> !form(each).pattern.matcher(each.name().text()).matches())
                .toList();
        boolean told = !odd.isEmpty() && file.runs(DiagnosticCode.UNUSED_DECLARATION);
        List<Names.Definition> unused = told ? UnusedDeclaration.unused(file) : List.of();
        odd.stream()
                .filter(each -> !unused.contains(each))
                .forEach(each -> findings.accept(finding(each, form(each), taken)));
    }

    private static Form form(Names.Definition definition) {
        return switch (definition.kind()) {
            case PARAMETER, INPUT, LET, LOOP -> Form.LOWER_SNAKE;
            case DECLARATION -> definition.in().match(FORMS);
        };
    }

    private static final Declaration.Cases<Form> FORMS = new Declaration.Cases<>() {
        @Override
        public Form net(Declaration.Net net) {
            return Form.UPPER_CAMEL;
        }

        @Override
        public Form variant(Declaration.Variant variant) {
            return Form.UPPER_CAMEL;
        }

        @Override
        public Form block(Declaration.Block block) {
            return Form.UPPER_CAMEL;
        }

        @Override
        public Form seq(Declaration.Seq seq) {
            return Form.UPPER_CAMEL;
        }

        @Override
        public Form function(Declaration.Function function) {
            return Form.LOWER_SNAKE;
        }

        @Override
        public Form constant(Declaration.Constant constant) {
            return Form.UPPER_SNAKE;
        }
    };

    private static Diagnostic finding(Names.Definition definition, Form form, Set<String> taken) {
        String name = definition.name().text();
        String better = form.of(words(name));
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.NAME_CONVENTION,
                "`" + name + "` is " + kind(definition) + ", and those are written `" + better + "`",
                definition.name().span(),
                "not in the form of such names");
        boolean usable = !WORDS.contains(better)
                && !taken.contains(better)
                && form.pattern.matcher(better).matches();
        if (!usable) {
            return finding;
        }
        return switch (definition.kind()) {
            // What callers write: a parameter by its name, an input by the method's, a declaration in other files.
            case PARAMETER, INPUT -> finding;
            case DECLARATION ->
                finding.fix(Fix.proposal(
                        "call it `" + better + "`, here and where it is imported", edits(definition, better)));
            case LET, LOOP -> finding.fix(Fix.of("call it `" + better + "`", edits(definition, better)));
        };
    }

    private static Edit[] edits(Names.Definition definition, String better) {
        List<Edit> edits = new ArrayList<>(List.of(new Edit(definition.name().span(), better)));
        for (Identifier use : definition.uses()) {
            edits.add(new Edit(use.span(), better));
        }
        return edits.toArray(new Edit[0]);
    }

    /** {@code imgSize}, {@code img_size}, {@code IMG_SIZE}: img, size. */
    private static List<String> words(String name) {
        return BETWEEN_WORDS
                .splitAsStream(name)
                .filter(each -> !each.isEmpty())
                .map(each -> each.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String kind(Names.Definition definition) {
        return switch (definition.kind()) {
            case PARAMETER -> "a parameter";
            case INPUT -> "an input";
            case LET -> "a stream or value";
            case LOOP -> "a value";
            case DECLARATION -> definition.in().match(KINDS);
        };
    }

    static final Declaration.Cases<String> KINDS = new Declaration.Cases<>() {
        @Override
        public String net(Declaration.Net net) {
            return "a net";
        }

        @Override
        public String variant(Declaration.Variant variant) {
            return "a net";
        }

        @Override
        public String block(Declaration.Block block) {
            return "a block";
        }

        @Override
        public String seq(Declaration.Seq seq) {
            return "a seq";
        }

        @Override
        public String function(Declaration.Function function) {
            return "a function";
        }

        @Override
        public String constant(Declaration.Constant constant) {
            return "a constant";
        }
    };
}
