package dev.convoke.compiler.syntax;

import dev.convoke.grammar.CnnLexer;
import java.util.Map;
import java.util.Optional;

/** Characters that word processors and web pages put in the place of those that are meant. */
final class LookAlikes {
    private static final Map<Integer, Meant> MEANT = Map.ofEntries(
            Map.entry(0x2212, new Meant(CnnLexer.MINUS, "-")),
            Map.entry(0x2013, new Meant(CnnLexer.MINUS, "-")),
            Map.entry(0x2014, new Meant(CnnLexer.MINUS, "-")),
            Map.entry(0x2010, new Meant(CnnLexer.MINUS, "-")),
            Map.entry(0x2011, new Meant(CnnLexer.MINUS, "-")),
            Map.entry(0x00D7, new Meant(CnnLexer.STAR, "*")),
            Map.entry(0x00B7, new Meant(CnnLexer.STAR, "*")),
            Map.entry(0x22C5, new Meant(CnnLexer.STAR, "*")),
            Map.entry(0x00F7, new Meant(CnnLexer.SLASH, "/")),
            Map.entry(0x2215, new Meant(CnnLexer.SLASH, "/")),
            Map.entry(0x2260, new Meant(CnnLexer.NE, "!=")),
            Map.entry(0x2264, new Meant(CnnLexer.LE, "<=")),
            Map.entry(0x2265, new Meant(CnnLexer.GE, ">=")),
            Map.entry(0x2026, new Meant(CnnLexer.RANGE, "..")),
            Map.entry(0xFF0C, new Meant(CnnLexer.COMMA, ",")),
            Map.entry(0x3001, new Meant(CnnLexer.COMMA, ",")),
            Map.entry(0xFF1D, new Meant(CnnLexer.ASSIGN, "=")),
            Map.entry(0xFF1A, new Meant(CnnLexer.COLON, ":")),
            Map.entry(0xFF08, new Meant(CnnLexer.LPAREN, "(")),
            Map.entry(0xFF09, new Meant(CnnLexer.RPAREN, ")")),
            Map.entry(0xFF3B, new Meant(CnnLexer.LBRACKET, "[")),
            Map.entry(0xFF3D, new Meant(CnnLexer.RBRACKET, "]")),
            Map.entry(0xFF5B, new Meant(CnnLexer.LBRACE, "{")),
            Map.entry(0xFF5D, new Meant(CnnLexer.RBRACE, "}")),
            Map.entry(0x00A0, new Meant(CnnLexer.EOF, " ")),
            Map.entry(0x2007, new Meant(CnnLexer.EOF, " ")),
            Map.entry(0x202F, new Meant(CnnLexer.EOF, " ")),
            Map.entry(0x3000, new Meant(CnnLexer.EOF, " ")),
            Map.entry(0x200B, new Meant(CnnLexer.EOF, "")),
            Map.entry(0x200C, new Meant(CnnLexer.EOF, "")),
            Map.entry(0x200D, new Meant(CnnLexer.EOF, "")),
            Map.entry(0x2060, new Meant(CnnLexer.EOF, "")));

    private LookAlikes() {}

    /** What a character stands for; a blank or nothing has no token. */
    record Meant(int type, String text) {
        boolean blank() {
            return type == CnnLexer.EOF;
        }
    }

    static Optional<Meant> of(int codePoint) {
        return Optional.ofNullable(MEANT.get(codePoint));
    }
}
