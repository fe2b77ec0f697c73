package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;

/**
 * Parses a spec. Whatever the text, the result is a tree of what was understood and a diagnostic for each mistake.
 *
 * <p>The steps: {@link Scanner} makes tokens, {@link Words} gives them their meaning, {@link Nesting} limits their depth,
 * {@link Brackets} balances them, {@link ForeignStatements} and {@link Habits} repair typical mistakes, ANTLR's parser with {@link Recovery} finds their
 * structure, {@link AstBuilder} makes the tree.
 */
public final class Parser {
    /** Holes in labels in holes; nobody needs them. */
    private static final int HOLE_DEPTH = 2;

    private final Findings findings;
    private int holes;

    private Parser(SourceFile source) {
        this.findings = new Findings(source);
    }

    public static ParseResult parse(SourceFile source) {
        return new Parser(source).run();
    }

    /** Parses a value that stands by itself, such as one from a command line; empty after a problem. */
    public static Optional<Expression> value(SourceFile source, Consumer<Diagnostic> problems) {
        var parser = new Parser(source);
        Optional<Expression> value = unreadable(source).isPresent()
                ? Optional.empty()
                : Optional.of(parser.hole(0, source.length(), HOLE_DEPTH));
        List<Diagnostic> found = parser.findings.problems().sorted();
        found.forEach(problems);
        return found.isEmpty() ? value : Optional.empty();
    }

    private ParseResult run() {
        SourceFile source = findings.source();
        Optional<Diagnostic> unreadable = unreadable(source);
        if (unreadable.isPresent()) {
            return new ParseResult(empty(source), List.of(unreadable.get()));
        }
        var scanned = Scanner.scan(findings, 0, source.length());
        if (scanned.tokens().size() > Limits.TOKENS) {
            findings.add(SyntaxProblems.tooManyTokens(findings, scanned.tokens().get(Limits.TOKENS)));
            return new ParseResult(empty(source), findings.problems().sorted());
        }
        if (isJson(scanned.tokens())) {
            findings.add(GrammarProblems.json(findings.span(scanned.tokens().get(0))));
            return new ParseResult(empty(source), findings.problems().sorted());
        }
        Optional<List<Token>> tokens = sortedOut(scanned.tokens());
        if (tokens.isEmpty()) {
            return new ParseResult(empty(source), findings.problems().sorted());
        }
        SpecFile file = items(tokens.get(), scanned);
        if (findings.isFull()) {
            findings.problems().add(Problems.tooMany(source));
        }
        return new ParseResult(file, findings.problems().sorted());
    }

    /** Whether a file begins as an object of JSON or a list of them: none of its mistakes is one of this language. */
    private static boolean isJson(List<Token> tokens) {
        int brace = !tokens.isEmpty() && tokens.get(0).is(CnnParser.LBRACKET) ? 1 : 0;
        return tokens.size() > brace + 2
                && tokens.get(brace).is(CnnParser.LBRACE)
                && tokens.get(brace + 1).is(CnnParser.STRING)
                && tokens.get(brace + 2).is(CnnParser.COLON);
    }

    private static SpecFile empty(SourceFile source) {
        return new SpecFile(source, List.of(), List.of(), List.of(), List.of());
    }

    /** What keeps a text from being read at all. */
    private static Optional<Diagnostic> unreadable(SourceFile source) {
        String text = source.text();
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // each half of a surrogate pair counts two of the pair's four bytes
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        if (bytes > Limits.FILE_BYTES) {
            return Optional.of(SyntaxProblems.fileTooLarge(source));
        }
        int nul = text.indexOf('\0');
        return nul >= 0 ? Optional.of(SyntaxProblems.notText(source, nul)) : Optional.empty();
    }

    /** The tokens as the parser may read them; empty if they nest too deep to be parsed. */
    private Optional<List<Token>> sortedOut(List<Token> scanned) {
        List<Token> tokens = Words.sortedOut(findings.source(), scanned);
        if (isTooDeep(tokens)) {
            return Optional.empty();
        }
        List<Token> balanced = Brackets.balanced(findings, tokens);
        tokens = Habits.repaired(findings, ForeignStatements.repaired(findings, balanced));
        return isTooDeep(tokens) ? Optional.empty() : Optional.of(tokens);
    }

    private boolean isTooDeep(List<Token> tokens) {
        Optional<Token> tooDeep = Nesting.tooDeep(tokens);
        tooDeep.ifPresent(token -> findings.add(SyntaxProblems.nestingTooDeep(findings, token)));
        return tooDeep.isPresent();
    }

    private SpecFile items(List<Token> tokens, Scanner.Scanned scanned) {
        var builder = new AstBuilder(findings, tokens, scanned.documentation(), (start, end) -> hole(start, end, 1));
        CnnParser parser = parser(tokens);
        int at = 0;
        while (at < tokens.size() && !findings.isFull()) {
            if (tokens.get(at).declares()) {
                item(parser, builder);
            } else {
                stray(tokens, at);
                while (at < tokens.size() && !tokens.get(at).declares()) {
                    at++;
                }
                parser.getInputStream().seek(at);
            }
            at = parser.getInputStream().index();
        }
        return builder.file(scanned.comments());
    }

    private static void item(CnnParser parser, AstBuilder builder) {
        try {
            builder.item(parser.item());
        } catch (RecognitionException abandoned) {
            // only with too many problems; the caller ends for the same reason
        }
    }

    /** Something between declarations; what follows it up to the next one is part of the same mistake. */
    private void stray(List<Token> tokens, int at) {
        Token token = tokens.get(at);
        Token before = at > 0 ? tokens.get(at - 1) : token;
        if (!findings.isTainted(before.start(), token.end())) {
            findings.add(GrammarProblems.strayAtTopLevel(findings.span(token), SyntaxProblems.shown(token)));
        }
    }

    /** The expression in a hole of a text or label. */
    private Expression hole(int start, int end, int depth) {
        SourceFile source = findings.source();
        var standIn = new Expression.Truth(true, source.span(start, end));
        holes++;
        if (holes > Limits.HOLES) {
            if (holes == Limits.HOLES + 1) {
                findings.add(SyntaxProblems.tooManyHoles(source.span(start, end)));
            }
            findings.damage(start);
            return standIn;
        }
        Optional<List<Token>> tokens = depth > HOLE_DEPTH
                ? Optional.empty()
                : sortedOut(Scanner.scan(findings, start, end).tokens());
        if (tokens.isEmpty() || tokens.get().isEmpty()) {
            findings.add(GrammarProblems.hole(source.span(start, end), depth > HOLE_DEPTH));
            findings.damage(start);
            return standIn;
        }
        CnnParser parser = parser(tokens.get());
        try {
            CnnParser.HoleContext context = parser.hole();
            var builder = new AstBuilder(findings, tokens.get(), List.of(), (from, to) -> hole(from, to, depth + 1));
            return builder.hole(context.expression());
        } catch (RecognitionException reported) {
            return standIn;
        }
    }

    private CnnParser parser(List<Token> tokens) {
        List<CommonToken> adapted = tokens.stream().map(Parser::adapted).toList();
        var parser = new CnnParser(new CommonTokenStream(new ListTokenSource(adapted)));
        parser.removeErrorListeners();
        parser.setErrorHandler(new Recovery(findings, tokens));
        return parser;
    }

    private static CommonToken adapted(Token token) {
        var adapted = new CommonToken(token.type(), token.text());
        adapted.setStartIndex(token.start());
        adapted.setStopIndex(token.end() - 1);
        return adapted;
    }
}
