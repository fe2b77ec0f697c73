package dev.convoke.fuzz;

/**
 * Java or C without its comments and with its literals emptied, so that two sources can be compared in what they do. Written after the language
 * specifications: Unicode escapes (JLS 3.3) and spliced lines (C99 5.1.1.2) come first.
 */
final class JavaCode {
    private JavaCode() {}

    static String ofJava(String source) {
        return withoutComments(unescaped(source));
    }

    static String ofC(String source) {
        return withoutComments(source.replace("??/", "\\").replace("\\\r\n", "").replace("\\\n", ""));
    }

    private static String unescaped(String source) {
        var text = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\' && i + 1 < source.length() && source.charAt(i + 1) == '\\') {
                text.append("\\\\");
                i++;
            } else if (c == '\\' && i + 1 < source.length() && source.charAt(i + 1) == 'u') {
                int digits = i + 1;
                while (source.charAt(digits) == 'u') {
                    digits++;
                }
                text.append((char) Integer.parseInt(source.substring(digits, digits + 4), 16));
                i = digits + 3;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String withoutComments(String source) {
        var text = new StringBuilder();
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (source.startsWith("/*", at)) {
                int end = source.indexOf("*/", at + 2);
                at = end < 0 ? source.length() : end + 2;
            } else if (source.startsWith("//", at)) {
                while (at < source.length() && "\n\r".indexOf(source.charAt(at)) < 0) {
                    at++;
                }
            } else if (c == '"' || c == '\'') {
                at++;
                while (at < source.length() && source.charAt(at) != c && "\n\r".indexOf(source.charAt(at)) < 0) {
                    at += source.charAt(at) == '\\' ? 2 : 1;
                }
                at++;
                text.append("\"\"");
            } else {
                text.append(Character.isWhitespace(c) ? ' ' : c);
                at++;
            }
        }
        return text.toString().replaceAll(" +", " ");
    }
}
