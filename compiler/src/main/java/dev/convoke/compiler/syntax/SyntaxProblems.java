package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The words for what is wrong with the pieces of a text: characters, quotes, numbers, names and brackets. */
final class SyntaxProblems {
    private static final Pattern PAIR = Pattern.compile("(\\d+)[xX](\\d+)");
    private static final int LONGEST_QUOTE = 30;

    /** Of one fix; what is left is fixed by the next run. */
    private static final int MOST_EDITS = 1000;

    private SyntaxProblems() {}

    // ---- limits

    /** How large it is may not be known: who reads files need not read more of one. */
    static Diagnostic fileTooLarge(SourceFile source) {
        return Diagnostic.of(
                        DiagnosticCode.FILE_TOO_LARGE,
                        "the file is too large: more than " + Limits.FILE_BYTES + " bytes",
                        source.span(0, 0),
                        "")
                .note("a spec may have 1 MiB");
    }

    static Diagnostic notText(SourceFile source, int offset) {
        return Diagnostic.of(
                        DiagnosticCode.NOT_TEXT,
                        "this is no text file: there is a character NUL in it",
                        source.span(offset, offset))
                .help("if it holds weights, give it to `--weights`; a spec is plain UTF-8 text");
    }

    static Diagnostic tooManyTokens(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_MANY_TOKENS,
                        "the file has more than " + Limits.TOKENS + " words and signs",
                        findings.span(token),
                        "this is one too many")
                .help("repeat stages by `for`, or spread the declarations over several files");
    }

    static Diagnostic tooManyHoles(Span hole) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_MANY_TOKENS,
                        "the file has more than " + Limits.HOLES + " holes in texts and labels",
                        hole,
                        "this is one too many")
                .help("repeat stages by `for`, or spread the declarations over several files");
    }

    static Diagnostic nestingTooDeep(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.NESTING_TOO_DEEP,
                        "this is nested more than " + Limits.NESTING + " deep",
                        findings.span(token),
                        "level " + (Limits.NESTING + 1))
                .help("give inner parts a name: a `block`, a `seq`, a `fn` or a `name = ...`");
    }

    static Diagnostic nameTooLong(Findings findings, Token token) {
        return Diagnostic.of(
                DiagnosticCode.NAME_TOO_LONG,
                "a name has at most " + Limits.NAME_LENGTH + " characters; this one has "
                        + token.text().length(),
                findings.span(token));
    }

    static Diagnostic numberTooLarge(Span number) {
        return Diagnostic.of(DiagnosticCode.NUMBER_TOO_LARGE, "this number does not fit into 64 bits", number)
                .note("whole numbers go up to " + Long.MAX_VALUE + ", decimals have at most " + Limits.DECIMAL_DIGITS
                        + " digits before and behind the point");
    }

    // ---- texts, comments, characters

    static Diagnostic unclosedString(Findings findings, Token repaired, boolean inBrackets) {
        Span span = findings.span(repaired);
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNCLOSED_STRING, "this text has no closing quote", span, "starts here, ends nowhere");
        return inBrackets
                ? problem.fix("close it", span.after(), "\"")
                : problem.note("a text ends on the line it starts on").help("write `\"` at its end");
    }

    static Diagnostic unclosedComment(Findings findings, Token open) {
        return Diagnostic.of(
                        DiagnosticCode.UNCLOSED_COMMENT,
                        "this comment is not closed",
                        findings.span(open),
                        "starts here, ends nowhere")
                .note("comments nest: each `/*` needs a `*/` of its own");
    }

    static Diagnostic hashComments(Findings findings, List<Token> hashes) {
        Token first = hashes.get(0);
        var edits = hashes.stream()
                .limit(MOST_EDITS)
                .map(each -> new Edit(findings.source().span(each.start(), each.start() + 1), "//"))
                .toList();
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.HASH_COMMENT,
                        "a comment starts with `//`, not with `#`",
                        findings.source().span(first.start(), first.start() + 1))
                .fix(new Fix("write `//`", edits));
        return hashes.size() == 1 ? problem : problem.note(others(hashes.size(), "`#` comment"));
    }

    static Diagnostic semicolons(Findings findings, List<Token> semicolons) {
        var edits = semicolons.stream()
                .limit(MOST_EDITS)
                .map(each -> new Edit(findings.span(each), ""))
                .toList();
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.SEMICOLON,
                        "statements end without a semicolon",
                        findings.span(semicolons.get(0)))
                .fix(new Fix("remove it", edits));
        return semicolons.size() == 1 ? problem : problem.note(others(semicolons.size(), "semicolon"));
    }

    private static String others(int count, String what) {
        return "the file has " + (count - 1) + " more " + what + (count == 2 ? "" : "s");
    }

    static Diagnostic otherQuotes(Findings findings, Token token) {
        Span span = findings.span(token);
        String inner = token.text().substring(1, token.text().length() - 1);
        Diagnostic problem =
                Diagnostic.of(DiagnosticCode.OTHER_QUOTES, "a text stands between double quotes", span, "other quotes");
        return inner.contains("\"") ? problem : problem.fix("write `\"`", span, '"' + inner + '"');
    }

    static Diagnostic strangeCharacter(
            Findings findings, Token token, int codePoint, Optional<LookAlikes.Meant> meant) {
        String hex = String.format(Locale.ROOT, "U+%04X", codePoint);
        String name = Optional.ofNullable(Character.getName(codePoint))
                .map(each -> each.toLowerCase(Locale.ROOT))
                .orElse("no character");
        int end = token.start() + Character.charCount(codePoint);
        Span span = findings.source()
                .span(token.start(), Math.min(end, findings.source().length()));
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.STRANGE_CHARACTER, "this character has no meaning here: " + hex + ", " + name, span);
        return meant.map(each -> problem.fix(
                        each.text().isBlank()
                                ? each.text().isEmpty() ? "remove it" : "write a blank"
                                : "write `" + each.text() + "`",
                        span,
                        each.text()))
                .orElse(problem);
    }

    /** A name in another alphabet, or with an accent. */
    static Diagnostic foreignLetters(Findings findings, Token word) {
        return Diagnostic.of(
                        DiagnosticCode.STRANGE_CHARACTER,
                        "`" + word.text() + "` has letters that a name cannot have",
                        findings.span(word))
                .note("names are of the letters a to z, digits and underscores; texts and comments may have any");
    }

    // ---- numbers and names

    static Diagnostic numberFormat(Findings findings, Token token) {
        Span span = findings.span(token);
        String text = token.text();
        var pair = PAIR.matcher(text);
        if (text.matches("\\d+(_\\d+)+")) {
            return number("a number has no underscores", span)
                    .fix("write the digits alone", span, text.replace("_", ""));
        }
        if (text.matches("0[xX][0-9a-fA-F]{1,15}")) {
            return number("numbers are decimal", span)
                    .fix("write it in decimal", span, Long.toString(Long.parseLong(text.substring(2), 16)));
        }
        if (text.startsWith(".")) {
            return number("a number starts with a digit", span).fix("write the zero", span, "0" + text);
        }
        if (pair.matches()) {
            return number("a size of two extents is a tuple", span)
                    .fix("write a tuple", span, "(" + pair.group(1) + ", " + pair.group(2) + ")");
        }
        if (text.matches("\\d+[A-Za-z]\\w*") && !text.matches("\\d+[lLfFdDuUeE]") && !text.startsWith("0")) {
            String digits = text.replaceAll("\\D.*", "");
            return number("`" + text + "` is neither a number nor a name", span)
                    .note("a name starts with a letter; a product needs its sign: `" + digits + " * "
                            + text.substring(digits.length()) + "`");
        }
        return number("`" + text + "` is no number", span).note("numbers are written like `64`, `0.1` or `1e-5`");
    }

    static Diagnostic bareDot(Findings findings, Token digits, Token dot) {
        return number("a number ends with a digit", findings.span(digits, dot))
                .fix("write the zero", findings.span(dot).after(), "0");
    }

    private static Diagnostic number(String message, Span span) {
        return Diagnostic.of(DiagnosticCode.NUMBER_FORMAT, message, span);
    }

    static Diagnostic nameFormat(Findings findings, Token token) {
        return Diagnostic.of(DiagnosticCode.NAME_FORMAT, "a name starts with a letter", findings.span(token))
                .note("`_` alone stands for a value that does not matter; a label may be quoted: `\"" + token.text()
                        + "\": ...`");
    }

    static Diagnostic labelFormat(Findings findings, Token label) {
        String name = label.text().substring(0, label.text().length() - 1).stripTrailing();
        Span span = findings.source().span(label.start(), label.start() + name.length());
        return Diagnostic.of(DiagnosticCode.NAME_FORMAT, "a label that starts with a digit stands in quotes", span)
                .fix("quote it", span, '"' + name + '"');
    }

    static Diagnostic wordAsName(Span span, String word) {
        return Diagnostic.of(
                        DiagnosticCode.WORD_AS_NAME,
                        "`" + word + "` is a word of the language and cannot be a name here",
                        span)
                .help("choose another name, `" + word + "_` for instance; labels and names of arguments may be `" + word
                        + "`");
    }

    // ---- brackets

    static Diagnostic unclosedBracket(Findings findings, Token opener, Token missing, Token seen, boolean sure) {
        String sign = sign(opener);
        if (Divisions.isOnLine(findings.source(), opener.end())) {
            return Divisions.explain(Diagnostic.of(
                    DiagnosticCode.UNCLOSED_BRACKET,
                    "this `" + sign + "` is never closed",
                    findings.span(opener),
                    "needs a `" + missing.text() + "` before the comment"));
        }
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNCLOSED_BRACKET,
                "this `" + sign + "` is never closed",
                findings.span(opener),
                "needs a `" + missing.text() + "`");
        Span place = findings.span(missing);
        boolean sameLine = seen.closes()
                && findings.span(opener).line() == findings.span(seen).line();
        if (sure || sameLine) {
            return problem.fix("close it here", place, missing.text());
        }
        boolean end = seen.start() >= findings.source().length() || seen.start() == seen.end();
        return end
                ? problem.note("the file ends before it is closed")
                : problem.also(findings.span(seen), "before this");
    }

    static Diagnostic closesNothing(Findings findings, Token closer) {
        return Diagnostic.of(
                        DiagnosticCode.STRAY_BRACKET,
                        "this `" + sign(closer) + "` closes nothing",
                        findings.span(closer))
                .help("remove it, or open what it is to close");
    }

    static Diagnostic closedByAnother(Findings findings, Token opener, Token closer) {
        String meant = sign(opener).equals("[") ? "]" : ")";
        return Diagnostic.of(
                        DiagnosticCode.STRAY_BRACKET,
                        "a `" + sign(opener) + "` is closed by `" + sign(closer) + "`",
                        findings.span(closer),
                        "should be `" + meant + "`")
                .also(findings.span(opener), "opened here")
                .fix("write `" + meant + "`", findings.span(closer), meant);
    }

    private static String sign(Token bracket) {
        return bracket.text();
    }

    static Diagnostic parenthesisOnNextLine(Findings findings, Token name, Token parenthesis) {
        Span gap = findings.source().span(name.end(), parenthesis.start());
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.PARENTHESIS_ON_NEXT_LINE,
                        "the arguments of `" + shown(name) + "` start on the next line",
                        findings.span(parenthesis),
                        "this parenthesis belongs behind the name")
                .also(findings.span(name), "")
                .note("the parenthesis stands on the line of its name, as a statement may begin with one");
        return gap.text().isBlank() ? problem.fix("join the lines", gap, "") : problem;
    }

    /** A token as the text has it, not too long. */
    static String shown(Token token) {
        String text = token.is(CnnParser.LABEL)
                ? token.text().substring(0, token.text().length() - 1).stripTrailing()
                : token.text();
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
