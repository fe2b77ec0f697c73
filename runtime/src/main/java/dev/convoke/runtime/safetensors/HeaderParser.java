package dev.convoke.runtime.safetensors;

import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.SafetensorsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the header of a safetensors file: strict JSON (RFC 8259) of exactly the form that the format prescribes, {@code {"NAME":
 * {"dtype": "F32", "shape": [..], "data_offsets": [begin, end]}, "__metadata__": {"key": "value"}}}. The form itself bounds the nesting, and
 * nothing recurses.
 */
final class HeaderParser {
    private static final int MAX_RANK = 32;
    private static final String METADATA = "__metadata__";

    private final Path file;
    private final String text;
    private int at;

    /** What a header holds, in its order. */
    record Header(Map<String, TensorInfo> tensors, Map<String, String> metadata) {}

    private HeaderParser(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** Parses {@code text}; {@code file} is for messages only. */
    static Header parse(Path file, String text) {
        return new HeaderParser(file, text).header();
    }

    private Header header() {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        boolean metadataSeen = false;
        if (text.isEmpty() || text.charAt(0) != '{') {
            throw malformed("a header begins with '{'");
        }
        at = 1;
        if (!accept('}')) {
            do {
                String key = string();
                expect(':');
                if (key.equals(METADATA)) {
                    if (metadataSeen) {
                        throw duplicate(key);
                    }
                    metadataSeen = true;
                    metadata(metadata);
                } else {
                    TensorInfo info = tensor(key);
                    if (tensors.put(key, info) != null) {
                        throw duplicate(key);
                    }
                }
            } while (accept(','));
            expect('}');
        }
        skipSpace();
        if (at != text.length()) {
            throw malformed("something follows the closing '}'");
        }
        return new Header(tensors, metadata);
    }

    private void metadata(Map<String, String> into) {
        expect('{');
        if (accept('}')) {
            return;
        }
        do {
            String key = string();
            expect(':');
            if (into.put(key, string()) != null) {
                throw duplicate(METADATA + "." + key);
            }
        } while (accept(','));
        expect('}');
    }

    private TensorInfo tensor(String name) {
        String dtype = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        int seen = 0;
        expect('{');
        do {
            String key = string();
            expect(':');
            int bit;
            switch (key) {
                case "dtype" -> {
                    bit = 1;
                    dtype = string();
                }
                case "shape" -> {
                    bit = 2;
                    shape = numbers(name);
                }
                case "data_offsets" -> {
                    bit = 4;
                    offsets = numbers(name);
                }
                default -> throw malformed("tensor " + quoted(name) + " has the unknown key " + quoted(key));
            }
            if ((seen & bit) != 0) {
                throw duplicate(name + "." + key);
            }
            seen |= bit;
        } while (accept(','));
        expect('}');
        if (seen != 7) {
            throw malformed("tensor " + quoted(name) + " needs dtype, shape and data_offsets");
        }
        if (offsets.size() != 2) {
            throw malformed("tensor " + quoted(name) + " needs two data_offsets, not " + offsets.size());
        }
        String type = dtype;
        DType known = DType.named(dtype)
                .orElseThrow(() -> new SafetensorsException(
                        ProblemKind.SAFETENSORS_UNKNOWN_DTYPE,
                        file,
                        "tensor " + quoted(name) + " has the unknown element type " + quoted(type),
                        "save it as F32"));
        return new TensorInfo(name, known, shape, offsets.get(0), offsets.get(1));
    }

    private List<Long> numbers(String name) {
        List<Long> list = new ArrayList<>();
        expect('[');
        if (accept(']')) {
            return list;
        }
        do {
            if (list.size() == MAX_RANK) {
                throw new SafetensorsException(
                        ProblemKind.SAFETENSORS_RANK_TOO_LARGE,
                        file,
                        "tensor " + quoted(name) + " has more than " + MAX_RANK + " dimensions",
                        "save it with fewer dimensions");
            }
            list.add(number(name));
        } while (accept(','));
        expect(']');
        return list;
    }

    private long number(String name) {
        skipSpace();
        int start = at;
        long value = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            int digit = text.charAt(at++) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw new SafetensorsException(
                        ProblemKind.SAFETENSORS_SHAPE_OVERFLOW,
                        file,
                        "tensor " + quoted(name) + " has a number beyond 2^63 - 1",
                        "the file is damaged: save it again");
            }
            value = value * 10 + digit;
        }
        if (at == start) {
            throw malformed("a non-negative whole number is expected");
        }
        if (at - start > 1 && text.charAt(start) == '0') {
            throw malformed("a number begins with 0");
        }
        return value;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return checkedSurrogates(value);
            }
            if (c < ' ') {
                throw malformed("a control character in a string");
            }
            value.append(c == '\\' ? escape() : c);
        }
        throw malformed("a string does not end");
    }

    private char escape() {
        if (at >= text.length()) {
            throw malformed("a string does not end");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed("an unknown escape in a string");
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw malformed("four hexadecimal digits are expected after \\u");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private String checkedSurrogates(StringBuilder value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw malformed("half a surrogate pair in a string");
            }
        }
        return value.toString();
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw malformed("'" + c + "' is expected");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** A name from the file as it may stand in a message: short, and without control characters. */
    static String quoted(String name) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(name.length(), 100); i++) {
            char c = name.charAt(i);
            text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.append(name.length() > 100 ? "...\"" : "\"").toString();
    }

    private SafetensorsException duplicate(String key) {
        return new SafetensorsException(
                ProblemKind.SAFETENSORS_DUPLICATE_KEY,
                file,
                "the key " + quoted(key) + " occurs twice in the header",
                "the file was written by a faulty program: save it again with the safetensors library");
    }

    private SafetensorsException malformed(String what) {
        return new SafetensorsException(
                ProblemKind.SAFETENSORS_HEADER_MALFORMED,
                file,
                "the header is no safetensors header: " + what + " at character " + at,
                "check that this is a safetensors file; if it is, it is damaged: save or download it again");
    }
}
