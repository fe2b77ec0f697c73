package dev.convoke.compiler.syntax;

import dev.convoke.grammar.CnnParser;

/**
 * A token between lexer and parser.
 *
 * @param type of {@link CnnParser}
 * @param text what the parser reads; differs from the source's where a mistake was repaired
 * @param start offset in the file
 * @param end offset behind it; equal to the start if it stands for something that is missing
 * @param firstOnLine whether only blanks and comments stand before it on its line
 */
record Token(int type, String text, int start, int end, boolean firstOnLine) {
    boolean is(int wanted) {
        return type == wanted;
    }

    boolean isWord(String wanted) {
        return type == CnnParser.NAME && text.equals(wanted);
    }

    Token as(int newType) {
        return new Token(newType, text, start, end, firstOnLine);
    }

    Token as(int newType, String newText) {
        return new Token(newType, newText, start, end, firstOnLine);
    }

    /** Stands for something that is missing before this token. */
    Token missingBefore(int missingType, String missingText) {
        return new Token(missingType, missingText, start, start, false);
    }

    /** Stands for something that is missing behind this token. */
    Token missingBehind(int missingType, String missingText) {
        return new Token(missingType, missingText, end, end, false);
    }

    boolean isKeyword() {
        return type >= CnnParser.NET && type <= CnnParser.FALSE;
    }

    /** A name, or a word that is none here but looks like one. */
    boolean isWordLike() {
        return type == CnnParser.NAME || isKeyword();
    }

    boolean opens() {
        return switch (type) {
            case CnnParser.LPAREN, CnnParser.CALL, CnnParser.LBRACKET, CnnParser.INDEX, CnnParser.LBRACE -> true;
            default -> false;
        };
    }

    boolean closes() {
        return switch (type) {
            case CnnParser.RPAREN, CnnParser.RBRACKET, CnnParser.RBRACE -> true;
            default -> false;
        };
    }

    /** The closing bracket for this opening one. */
    int closer() {
        return switch (type) {
            case CnnParser.LPAREN, CnnParser.CALL -> CnnParser.RPAREN;
            case CnnParser.LBRACKET, CnnParser.INDEX -> CnnParser.RBRACKET;
            case CnnParser.LBRACE -> CnnParser.RBRACE;
            default -> throw new IllegalStateException(this + " opens nothing");
        };
    }

    /** Whether an expression or stage may end with it. */
    boolean endsValue() {
        return switch (type) {
            case CnnParser.NAME,
                    CnnParser.TARGET,
                    CnnParser.INTEGER,
                    CnnParser.DECIMAL,
                    CnnParser.STRING,
                    CnnParser.TRUE,
                    CnnParser.FALSE,
                    CnnParser.UNDERSCORE,
                    CnnParser.RPAREN,
                    CnnParser.RBRACKET,
                    CnnParser.RBRACE -> true;
            default -> false;
        };
    }

    /** Whether it is a number, a text or a truth. */
    boolean isLiteral() {
        return switch (type) {
            case CnnParser.INTEGER, CnnParser.DECIMAL, CnnParser.STRING, CnnParser.TRUE, CnnParser.FALSE -> true;
            default -> false;
        };
    }

    /** Whether a file's declaration begins with it. */
    boolean declares() {
        return switch (type) {
            case CnnParser.NET, CnnParser.BLOCK, CnnParser.SEQ, CnnParser.FN, CnnParser.CONST, CnnParser.IMPORT -> true;
            default -> false;
        };
    }

    /** Whether a name that begins with a capital stands here, as those of layers, blocks and seqs do. */
    boolean isCapitalised() {
        return type == CnnParser.NAME && Character.isUpperCase(text.charAt(0));
    }
}
