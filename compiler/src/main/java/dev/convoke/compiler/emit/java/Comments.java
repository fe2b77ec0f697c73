package dev.convoke.compiler.emit.java;

/** Text of specs on its way into comments: one line, and nothing that ends the comment or starts a Unicode escape. */
final class Comments {
    private Comments() {}

    static String line(String text) {
        StringBuilder safe = new StringBuilder();
        for (char c : text.toCharArray()) {
            boolean control = c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029;
            switch (control ? ' ' : c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '@' -> safe.append("&#64;");
                case '\\' -> safe.append("&#92;");
                case '*' -> safe.append("&#42;");
                default -> safe.append(control ? ' ' : c);
            }
        }
        return safe.toString();
    }
}
