package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.lint.DeclarationLint;
import dev.convoke.compiler.lint.LintedFile;
import dev.convoke.compiler.lint.Names;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Statement;
import dev.convoke.compiler.syntax.Walk;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code k = h // 2}: Python's division of whole numbers, of which all but {@code h} is a comment here. Where that leaves an error behind, the error
 * says so; here it leaves a sound spec of other sizes.
 */
public final class DivisionAsComment implements DeclarationLint {
    /** All of a comment: what a number is divided by, and nothing that only people read. */
    private static final Pattern DIVISOR =
            Pattern.compile("[ \t]*//[ \t]*(?:(\\d{1,3})|([A-Za-z_]\\w*)(\\.\\w+)?)[ \t]*");

    /** Names and numbers. Without `/`: whoever writes that knows how to divide, and says behind it what the result is. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z_(][\\w\\s.,()+*\\[\\]-]*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.]*");

    /** Larger numbers behind a value say what it comes to: {@code h = x.h // 112}. */
    private static final int LARGEST_DIVISOR = 64;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DIVISION_AS_COMMENT;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public void check(Declaration declaration, LintedFile file, Consumer<Diagnostic> findings) {
        declaration.match(new Values(() -> file.inside(declaration), findings));
    }

    private static final class Values extends Walk {
        private final Supplier<List<Names.Definition>> names;
        private final Consumer<Diagnostic> findings;

        Values(Supplier<List<Names.Definition>> names, Consumer<Diagnostic> findings) {
            this.names = names;
            this.findings = findings;
        }

        @Override
        public Walk let(Statement.Let let) {
            check(let.value(), let.span());
            return super.let(let);
        }

        @Override
        public Walk function(Declaration.Function function) {
            check(function.body(), function.span());
            return super.function(function);
        }

        @Override
        public Walk constant(Declaration.Constant constant) {
            check(constant.value(), constant.span());
            return super.constant(constant);
        }

        /** @param around the statement, which ends with the value and its parentheses */
        private void check(Expression expression, Span around) {
            SourceFile file = around.file();
            int lineEnd = file.lineEnd(around.endLine());
            if (!isFollowedByComment(file.text(), around.end(), lineEnd)) {
                return;
            }
            Matcher rest = DIVISOR.matcher(file.text()).region(around.end(), lineEnd);
            if (!rest.matches()) {
                return;
            }
            int start = expression.span().start();
            while (file.text().charAt(start - 1) == '(') {
                start--;
            }
            Span value = file.span(start, around.end());
            if (isDivisor(rest)
                    && !value.text().contains("->")
                    && VALUE.matcher(value.text()).matches()) {
                int comment = file.text().indexOf("//", around.end());
                findings.accept(finding(value, file.span(comment, lineEnd)));
            }
        }

        /** Most values have none, and are asked no more. */
        private static boolean isFollowedByComment(String text, int from, int end) {
            int at = from;
            while (at < end && (text.charAt(at) == ')' || Character.isWhitespace(text.charAt(at)))) {
                at++;
            }
            return text.startsWith("//", at);
        }

        /** Whether there is such a number, so that the division would have been one. Names of streams are none, and may well be told of. */
        private boolean isDivisor(Matcher rest) {
            if (rest.group(1) != null) {
                int number = Integer.parseInt(rest.group(1));
                return number > 1 && number <= LARGEST_DIVISOR;
            }
            String name = rest.group(2);
            return rest.group(3) != null
                    ? name.equals("x")
                            || names.get().stream()
                                    .anyMatch(each -> each.name().text().equals(name))
                    : names.get().stream()
                            .anyMatch(each -> each.kind() == Names.Kind.PARAMETER
                                    && each.name().text().equals(name));
        }
    }

    private static Diagnostic finding(Span value, Span comment) {
        String divisor = comment.text().substring(2).strip();
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.DIVISION_AS_COMMENT,
                        "`" + comment.text().strip() + "` is a comment and divides nothing",
                        comment,
                        "`//` begins a comment, which ends with the line")
                .also(value, "this is all of the value");
        // Of a sum Python divides the last part only: what was meant is not for us to say.
        if (NAME.matcher(value.text()).matches()) {
            return finding.propose(
                    "divide, and take the whole part",
                    new Edit(value.to(comment), "floor(" + value.text() + " / " + divisor + ")"));
        }
        return finding.help(
                "the whole part of a division is `floor(a / b)`; a comment with a word more is none of these");
    }
}
