package dev.convoke.compiler.emit.java;

/**
 * Text of specs on its way into comments: one line, and nothing that ends the comment, starts a Unicode escape, or makes the source
 * look other than it is (marks that turn the direction of text, CVE-2021-42574).
 */
final class Comments {
    private Comments() {}

    static String line(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (isInvisible(c) ? ' ' : c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '@' -> safe.append("&#64;");
                case '\\' -> safe.append("&#92;");
                case '*' -> safe.append("&#42;");
                default -> safe.appendCodePoint(isInvisible(c) ? ' ' : c);
            }
        });
        return safe.toString();
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
