package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.syntax.Surroundings.Inside;
import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Words, signs and forms of other languages, of Python above all. */
final class ForeignForms {
    private static final Map<String, Integer> TRUTHS =
            Map.of("True", CnnParser.TRUE, "TRUE", CnnParser.TRUE, "False", CnnParser.FALSE, "FALSE", CnnParser.FALSE);
    private static final Set<String> NOTHINGS = Set.of("None", "null", "nil", "NULL", "nullptr", "undefined");
    private static final Set<String> ELSE_IFS = Set.of("elif", "elsif", "elseif");
    private static final Set<String> BINDERS = Set.of("let", "var", "val", "auto", "def", "final");
    private static final Set<String> FUNCTIONS = Set.of("def", "func", "function", "fun", "lambda");
    private static final Set<String> MODULES = Set.of("class", "module", "model", "network", "struct");
    private static final Set<String> OTHER_TOP_LEVEL = Set.of("from", "using", "package", "include", "load");
    private static final Set<String> PREFIXES =
            Set.of("self", "nn", "torch", "F", "layers", "keras", "tf", "functional");

    /** How far the end of a conditional is looked for; a hostile line must not make us look over and over. */
    private static final int LOOK_AHEAD = 200;

    private final Findings findings;
    private final List<Token> in;

    ForeignForms(Findings findings, List<Token> in) {
        this.findings = findings;
        this.in = in;
    }

    /** Puts out what stands for a foreign form that begins there; returns how many tokens it has, 0 if there is none. */
    int take(int at, Surroundings around, Consumer<Token> put) {
        Token token = in.get(at);
        return switch (token.type()) {
            case CnnParser.NAME -> name(at, around, put);
            case CnnParser.OTHER_ARROW ->
                sign(token, CnnParser.ARROW, "->", HabitProblems.otherArrow(findings, token), put);
            case CnnParser.OTHER_EQ -> {
                String meant = token.text().startsWith("=") ? "==" : "!=";
                yield sign(
                        token,
                        token.text().startsWith("=") ? CnnParser.EQ : CnnParser.NE,
                        meant,
                        HabitProblems.otherOperator(findings, token, meant),
                        put);
            }
            case CnnParser.OTHER_AND ->
                sign(token, CnnParser.AND, "and", HabitProblems.otherOperator(findings, token, "and"), put);
            case CnnParser.OTHER_OR ->
                isPipe(at, around)
                        ? sign(token, CnnParser.ARROW, "->", HabitProblems.pipe(findings, token), put)
                        : sign(token, CnnParser.OR, "or", HabitProblems.otherOperator(findings, token, "or"), put);
            case CnnParser.OTHER_NOT ->
                sign(token, CnnParser.NOT, "not", HabitProblems.otherOperator(findings, token, "not "), put);
            case CnnParser.OTHER_RANGE -> range(token, around, put);
            case CnnParser.OTHER_ASSIGN ->
                sign(token, CnnParser.ASSIGN, "=", HabitProblems.otherAssignment(findings, token), put);
            case CnnParser.OTHER_OPERATOR -> {
                findings.loseValue(token.start());
                yield sign(token, CnnParser.STAR, "*", HabitProblems.missingOperator(findings, token), put);
            }
            case CnnParser.QUESTION -> conditional(at, around, put);
            case CnnParser.IF -> pythonConditional(at, around, put);
            case CnnParser.IMPORT -> importing(at);
            case CnnParser.FOR -> comprehension(at, around, put);
            default -> 0;
        };
    }

    private int sign(Token token, int type, String text, Diagnostic problem, Consumer<Token> put) {
        findings.add(problem);
        put.accept(token.as(type, text));
        return 1;
    }

    /** Whether {@code |} stands before a stage, in a statement that is no condition. */
    private boolean isPipe(int at, Surroundings around) {
        boolean chain = around.inside() == Inside.BODY || around.inside() == Inside.SEQUENCE;
        if (!chain || !in.get(at).text().equals("|")) {
            return false;
        }
        Token next = next(at, 1);
        if (next.is(CnnParser.LABEL) || next.is(CnnParser.OUTPUT) || next.is(CnnParser.SEQ)) {
            return true;
        }
        return next.is(CnnParser.NAME) && Character.isUpperCase(next.text().charAt(0)) && !inCondition(at);
    }

    /** Whether a condition began before on this line, and no brace ended it. */
    private boolean inCondition(int at) {
        for (int i = at; i > Math.max(0, at - LOOK_AHEAD) && !in.get(i).firstOnLine(); i--) {
            Token before = in.get(i - 1);
            if (before.is(CnnParser.IF) || before.is(CnnParser.REQUIRE)) {
                return true;
            }
            if (before.is(CnnParser.LBRACE)) {
                return false;
            }
        }
        return false;
    }

    private int range(Token token, Surroundings around, Consumer<Token> put) {
        if (around.last().endsValue()) {
            return sign(token, CnnParser.RANGE, "..", HabitProblems.otherRange(findings, token), put);
        }
        findings.damage(token.start());
        findings.taint(token.start(), token.end());
        return sign(token, CnnParser.TRUE, "true", HabitProblems.leftOut(findings, token), put);
    }

    private int name(int at, Surroundings around, Consumer<Token> put) {
        Token token = in.get(at);
        Token next = next(at, 1);
        boolean named = next.is(CnnParser.ASSIGN) || around.last().is(CnnParser.DOT);
        if (named) {
            return 0;
        }
        if (TRUTHS.containsKey(token.text()) && isInplace(around)) {
            // the argument is reported, whatever it is given
            put.accept(token.as(TRUTHS.get(token.text()), token.text().toLowerCase(Locale.ROOT)));
            return 1;
        }
        if (TRUTHS.containsKey(token.text())) {
            int type = TRUTHS.get(token.text());
            String meant = type == CnnParser.TRUE ? "true" : "false";
            return sign(token, type, meant, HabitProblems.otherWord(findings, token, meant), put);
        }
        if (NOTHINGS.contains(token.text()) && around.atStage() && !next.is(CnnParser.CALL)) {
            return sign(token, CnnParser.NAME, "Identity", HabitProblems.noStage(findings, token), put);
        }
        if (NOTHINGS.contains(token.text()) && !next.is(CnnParser.CALL)) {
            findings.loseValue(token.start());
            return sign(token, CnnParser.TRUE, "true", HabitProblems.nothing(findings, token), put);
        }
        if (ELSE_IFS.contains(token.text())) {
            findings.add(HabitProblems.otherWord(findings, token, "else if"));
            put.accept(token.as(CnnParser.ELSE, "else"));
            put.accept(token.missingBehind(CnnParser.IF, "if"));
            return 1;
        }
        if (around.inside() == Inside.FILE) {
            return topLevel(at, around);
        }
        boolean binder = BINDERS.contains(token.text())
                && next.isWordLike()
                && next(at, 2).is(CnnParser.ASSIGN);
        boolean startsStatement = around.last().endsValue() || around.last().is(CnnParser.LBRACE);
        if (binder && startsStatement && !next.firstOnLine()) {
            findings.add(HabitProblems.binder(findings, token, next));
            return 1;
        }
        if (PREFIXES.contains(token.text()) && next.is(CnnParser.DOT)) {
            return prefix(at, around, put);
        }
        return 0;
    }

    private static boolean isInplace(Surroundings around) {
        return around.last().is(CnnParser.ASSIGN) && around.beforeLast().isWord("inplace");
    }

    private int topLevel(int at, Surroundings around) {
        Token token = in.get(at);
        boolean between = around.last().endsValue() || around.last().is(CnnParser.EOF);
        boolean starts = token.firstOnLine() && between && next(at, 1).type() != CnnParser.EOF;
        Optional<String> meant = starts ? declarationWord(token.text()) : Optional.empty();
        if (meant.isEmpty()) {
            return 0;
        }
        findings.add(HabitProblems.otherDeclaration(findings, token, meant.get()));
        return skipToDeclaration(at) - at;
    }

    private static Optional<String> declarationWord(String foreign) {
        if (FUNCTIONS.contains(foreign)) {
            return Optional.of("fn");
        }
        if (MODULES.contains(foreign)) {
            return Optional.of("net");
        }
        return OTHER_TOP_LEVEL.contains(foreign) ? Optional.of("import") : Optional.empty();
    }

    /** {@code import torch}. */
    private int importing(int at) {
        if (!next(at, 1).is(CnnParser.NAME)) {
            return 0;
        }
        findings.add(HabitProblems.otherDeclaration(findings, in.get(at), "import"));
        int end = at + 1;
        while (end < in.size() && !in.get(end).firstOnLine()) {
            end++;
        }
        return end - at;
    }

    /** The next declaration at the left margin; what lies between is in another language. */
    private int skipToDeclaration(int at) {
        int end = at + 1;
        int depth = 0;
        while (end < in.size()) {
            Token token = in.get(end);
            boolean margin = token.firstOnLine() && findings.source().column(token.start()) == 1;
            boolean declares = token.declares() || FUNCTIONS.contains(token.text()) || MODULES.contains(token.text());
            if (depth == 0 && margin && declares) {
                break;
            }
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
            end++;
        }
        return end;
    }

    /** {@code nn.Conv2d(...)}, {@code self.relu(x)}: the prefix goes. */
    private int prefix(int at, Surroundings around, Consumer<Token> put) {
        int last = at;
        while (next(last, 1).is(CnnParser.DOT) && next(last, 2).is(CnnParser.NAME)) {
            last += 2;
        }
        Token name = in.get(last);
        boolean stage = around.atStage();
        if (last == at || !stage && !in.get(at).isWord("self") && !next(last, 1).is(CnnParser.CALL)) {
            return 0;
        }
        String meant = in.get(at).isWord("self") ? name.text() : TorchNames.here(name.text());
        Token first = in.get(at);
        Token whole = new Token(CnnParser.NAME, meant, first.start(), name.end(), first.firstOnLine());
        int size = stage ? size(last + 1, meant) : 0;
        if (size > 0) {
            findings.add(HabitProblems.prefixAndSize(findings, in.get(at), in.get(last + size), name, meant));
            put.accept(whole);
            if (in.get(last + size).is(CnnParser.COMMA)) {
                put.accept(in.get(last + 1));
            }
            return last - at + 1 + size;
        }
        findings.add(HabitProblems.prefix(findings, in.get(at), name, meant, stage));
        put.accept(whole);
        return last - at + 1;
    }

    /**
     * How many tokens at the beginning of a call are not written here: the parenthesis and the first number, of a size that the stream says,
     * with the comma or parenthesis behind it.
     */
    private int size(int call, String meant) {
        int numbers = switch (meant) {
            case "Conv", "ConvTranspose" -> 3;
            case "Linear" -> 2;
            case "BatchNorm", "InstanceNorm", "Flatten" -> 1;
            default -> 0;
        };
        boolean given = numbers > 0 && next(call, 0).is(CnnParser.CALL);
        for (int i = 0; i < numbers && given; i++) {
            boolean value = next(call, 2 * i + 1).is(CnnParser.INTEGER)
                    || next(call, 2 * i + 1).is(CnnParser.NAME);
            Token behind = next(call, 2 * i + 2);
            boolean ends = i == numbers - 1 && behind.is(CnnParser.RPAREN);
            given = value && (ends || behind.is(CnnParser.COMMA));
        }
        return given ? 3 : 0;
    }

    /** {@code c ? a : b}. */
    private int conditional(int at, Surroundings around, Consumer<Token> put) {
        Token token = in.get(at);
        findings.add(HabitProblems.otherConditional(findings, token));
        return skipped(at, around);
    }

    /** {@code a if c else b}: an {@code if} right behind a value on one line, and no {@code then} or brace for it. */
    private int pythonConditional(int at, Surroundings around, Consumer<Token> put) {
        Token token = in.get(at);
        if (token.firstOnLine() || !around.last().endsValue() || around.last().is(CnnParser.RBRACE)) {
            return 0;
        }
        int depth = 0;
        for (int i = at + 1; i < Math.min(in.size(), at + LOOK_AHEAD) && depth >= 0; i++) {
            Token each = in.get(i);
            boolean ours = each.is(CnnParser.THEN) || each.is(CnnParser.LBRACE) || each.firstOnLine();
            if (depth == 0 && ours) {
                return 0;
            }
            if (depth == 0 && each.is(CnnParser.ELSE)) {
                findings.add(HabitProblems.otherConditional(findings, token));
                return skipped(at, around);
            }
            depth += each.opens() ? 1 : each.closes() ? -1 : 0;
        }
        return 0;
    }

    /** {@code sum(f(i) for i in ...)}, where brackets are missing. */
    private int comprehension(int at, Surroundings around, Consumer<Token> put) {
        Token token = in.get(at);
        boolean list = around.inside() == Surroundings.Inside.LIST;
        if (list || !around.isSeparatedByCommas() || !around.last().endsValue()) {
            return 0;
        }
        findings.add(HabitProblems.comprehension(findings, token));
        return skipped(at, around);
    }

    /** Leaves out the rest of the line or bracket; of the value that it stands behind nothing is known. */
    private int skipped(int at, Surroundings around) {
        int end = at + 1;
        int depth = 0;
        while (end < in.size()) {
            Token token = in.get(end);
            if (depth == 0 && (token.closes() || token.firstOnLine() || token.is(CnnParser.COMMA))) {
                break;
            }
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
            end++;
        }
        findings.loseValue(around.last().start());
        return end - at;
    }

    private Token next(int at, int distance) {
        return at + distance < in.size() ? in.get(at + distance) : in.get(at).missingBehind(CnnParser.EOF, "");
    }
}
