package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.grammar.CnnLexer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes tokens of a file's text or of a piece of it, sets comments aside, and repairs texts and characters. */
final class Scanner {
    private final SourceFile source;
    private final Findings findings;
    private final Utf16Stream stream;
    private final int end;
    private final CnnLexer lexer;
    private final List<Token> tokens = new ArrayList<>();
    private final List<SpecFile.Comment> comments = new ArrayList<>();
    private final List<Documentation> documentation = new ArrayList<>();
    private final List<Token> hashes = new ArrayList<>();
    /** Names with letters of other alphabets, each reported once. */
    private final Set<String> words = new HashSet<>();

    private Scanner(Findings findings, int start, int end) {
        this.source = findings.source();
        this.findings = findings;
        this.stream = new Utf16Stream(source.text(), start, end);
        this.end = end;
        this.lexer = new CnnLexer(stream);
    }

    /**
     * What a text is made of.
     *
     * @param documentation one for each {@code ///} line
     */
    record Scanned(List<Token> tokens, List<SpecFile.Comment> comments, List<Documentation> documentation) {}

    static Scanned scan(Findings findings, int start, int end) {
        var scanner = new Scanner(findings, start, end);
        scanner.run();
        return new Scanned(scanner.tokens, scanner.comments, scanner.documentation);
    }

    private void run() {
        lexer.removeErrorListeners();
        for (var next = lexer.nextToken(); next.getType() != CnnLexer.EOF; next = lexer.nextToken()) {
            if (findings.isFull() || tokens.size() > Limits.TOKENS) {
                break;
            }
            int from = next.getStartIndex();
            int to = next.getStopIndex() + 1;
            accept(new Token(next.getType(), source.text().substring(from, to), from, to, isFirstOnLine(from)));
        }
        if (!hashes.isEmpty()) {
            findings.add(SyntaxProblems.hashComments(findings, hashes));
        }
    }

    private void accept(Token token) {
        switch (token.type()) {
            case CnnLexer.LINE_COMMENT -> comment(token.start(), token.end());
            case CnnLexer.DOCUMENTATION -> document(token);
            case CnnLexer.COMMENT_OPEN -> nestedComment(token);
            case CnnLexer.HASH_COMMENT -> {
                hashes.add(token);
                comment(token.start(), token.end());
            }
            case CnnLexer.OPEN_STRING -> openString(token);
            case CnnLexer.SINGLE_QUOTED, CnnLexer.CURLY_QUOTED -> {
                findings.add(SyntaxProblems.otherQuotes(findings, token));
                String inner = token.text().substring(1, token.text().length() - 1);
                tokens.add(token.as(CnnLexer.STRING, '"' + inner.replace("\"", "") + '"'));
            }
            case CnnLexer.STRANGE -> strange(token);
            default -> tokens.add(token);
        }
    }

    private void comment(int from, int to) {
        comments.add(new SpecFile.Comment(source.text().substring(from, to), source.span(from, to)));
    }

    private void document(Token token) {
        String text = token.text().substring(3);
        documentation.add(new Documentation(
                text.startsWith(" ") ? text.substring(1) : text, source.span(token.start(), token.end())));
    }

    /** Finds the end of a comment with comments in it by counting, then goes on behind it. */
    private void nestedComment(Token open) {
        String text = source.text();
        int depth = 1;
        int at = open.end();
        while (depth > 0 && at < end) {
            if (text.startsWith("/*", at) && at + 2 <= end) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at) && at + 2 <= end) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        }
        if (depth > 0) {
            findings.add(SyntaxProblems.unclosedComment(findings, open));
            findings.taint(open.start(), end);
        }
        comment(open.start(), at);
        stream.seek(at);
    }

    /** Ends the text where it probably was to end, and reads on from there. */
    private void openString(Token token) {
        int depth = 0;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            Token before = tokens.get(i);
            depth += before.is(CnnLexer.LPAREN) || before.is(CnnLexer.LBRACKET) ? 1 : 0;
            depth -= before.is(CnnLexer.RPAREN) || before.is(CnnLexer.RBRACKET) ? 1 : 0;
            if (before.firstOnLine()) {
                break;
            }
        }
        int length = token.text().length();
        if (depth > 0) {
            int cut = 1;
            while (cut < length && ",)]".indexOf(token.text().charAt(cut)) < 0) {
                cut++;
            }
            length = cut;
        }
        String content = token.text().substring(0, length).stripTrailing();
        var repaired = new Token(
                CnnLexer.STRING,
                content.replace("\\", "") + '"',
                token.start(),
                token.start() + content.length(),
                token.firstOnLine());
        findings.add(SyntaxProblems.unclosedString(findings, repaired, depth > 0));
        tokens.add(repaired);
        stream.seek(repaired.end());
    }

    private void strange(Token token) {
        int point = source.text().codePointAt(token.start());
        if (Character.isLowSurrogate(token.text().charAt(0))
                && token.start() > 0
                && Character.isHighSurrogate(source.text().charAt(token.start() - 1))) {
            return;
        }
        Optional<LookAlikes.Meant> meant = LookAlikes.of(point);
        if (meant.isEmpty() && Character.isLetter(point)) {
            word(token);
            return;
        }
        findings.add(SyntaxProblems.strangeCharacter(findings, token, point, meant));
        if (meant.isPresent() && !meant.get().blank()) {
            tokens.add(token.as(meant.get().type(), meant.get().text()));
        } else if (meant.isEmpty()) {
            findings.damage(token.start());
            findings.taint(token.start(), endOfNextWord(token.end()));
        }
    }

    /** A name with letters that names do not have: one token, and one problem however often it stands there. */
    private void word(Token letter) {
        String text = source.text();
        int from = letter.start();
        Optional<Token> before = tokens.isEmpty() ? Optional.empty() : Optional.of(tokens.get(tokens.size() - 1));
        if (before.filter(each -> each.isWordLike() && each.end() == letter.start())
                .isPresent()) {
            from = tokens.remove(tokens.size() - 1).start();
        }
        int to = letter.start();
        while (to < end && Character.isUnicodeIdentifierPart(text.codePointAt(to))) {
            to += Character.charCount(text.codePointAt(to));
        }
        to = Math.min(to, end);
        var word = new Token(CnnLexer.NAME, text.substring(from, to), from, to, isFirstOnLine(from));
        if (words.add(word.text())) {
            findings.add(SyntaxProblems.foreignLetters(findings, word));
        }
        findings.damage(from);
        findings.taint(from, to);
        tokens.add(word);
        stream.seek(to);
    }

    /** What stands behind a character that was left out is no sentence any more. */
    private int endOfNextWord(int offset) {
        String text = source.text();
        int at = offset;
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        while (at < end && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Comments before a token count as blanks; so what matters is where the token before it ended. */
    private boolean isFirstOnLine(int offset) {
        return tokens.isEmpty() || source.line(tokens.get(tokens.size() - 1).end()) < source.line(offset);
    }
}
