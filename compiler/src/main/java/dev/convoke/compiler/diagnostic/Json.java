package dev.convoke.compiler.diagnostic;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes maps, lists, strings, numbers and truths as JSON, indented. */
public final class Json {
    private Json() {}

    public static String write(Object value) {
        var out = new StringBuilder();
        write(out, value, "\n");
        return out.toString();
    }

    private static void write(StringBuilder out, Object value, String newline) {
        if (value instanceof Map<?, ?> map) {
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            block(out, '{', '}', newline, entries.hasNext(), inner -> {
                while (entries.hasNext()) {
                    Map.Entry<?, ?> entry = entries.next();
                    quote(out.append(inner), (String) entry.getKey());
                    write(out.append(": "), entry.getValue(), inner);
                    out.append(entries.hasNext() ? "," : "");
                }
            });
        } else if (value instanceof List<?> list) {
            Iterator<?> elements = list.iterator();
            block(out, '[', ']', newline, elements.hasNext(), inner -> {
                while (elements.hasNext()) {
                    write(out.append(inner), elements.next(), inner);
                    out.append(elements.hasNext() ? "," : "");
                }
            });
        } else if (value instanceof String text) {
            quote(out, text);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            out.append(number);
        } else {
            throw new IllegalArgumentException("no JSON for " + value);
        }
    }

    private interface Content {
        void write(String inner);
    }

    private static void block(StringBuilder out, char open, char close, String newline, boolean any, Content content) {
        out.append(open);
        if (any) {
            content.write(newline + "  ");
            out.append(newline);
        }
        out.append(close);
    }

    /** Escapes what JSON demands, and all that is not ASCII: the document then survives every encoding. */
    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c > 0x7E) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
