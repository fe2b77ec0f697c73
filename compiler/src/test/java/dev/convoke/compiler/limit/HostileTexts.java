package dev.convoke.compiler.limit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Texts that end comments, literals, lines or patience. */
public final class HostileTexts {
    /** What an attack would put into generated source. */
    private static final String CODE = "static { System.exit(1); } int hostile;";

    private HostileTexts() {}

    /** More than two hundred, each once. */
    public static List<String> all() {
        Set<String> all = new LinkedHashSet<>();
        for (String end : ends()) {
            all.add(end);
            all.add(end + " " + CODE);
            all.add("a" + end + CODE + "/*");
            all.add(end + "\n" + CODE + "\n//");
        }
        all.addAll(words());
        for (int point : new int[] {
            0, 1, 7, 8, 9, 0xA, 0xB, 0xC, 0xD, 0x1A, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0xA0, 0xAD, 0x61C, 0x200B, 0x200D,
            0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068,
            0x2069, 0xFEFF, 0xFFFE, 0xFFFF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0x1F600, 0xE0001, 0xE0041, 0x10FFFF, 0x430,
            0x391, 0xFF21, 0x212A, 0x131
        }) {
            all.add(Character.toString(point));
            all.add("a" + Character.toString(point) + "b");
        }
        return new ArrayList<>(all);
    }

    private static List<String> ends() {
        return List.of(
                "*/",
                "\\u002a/",
                "\\u002a\\u002f",
                "\\uuuu002a/",
                "*\\u002f",
                "\\\\u002a/",
                "\\u005cu002a/",
                "**/",
                "*/*/",
                "/*",
                "/**",
                "//",
                "\\u000a",
                "\\u000d",
                "\\u0022",
                "\\u005c",
                "\n",
                "\r",
                "\r\n",
                "\u0085",
                "\u2028",
                "\"",
                "\\\"",
                "\"\"\"",
                "\\",
                "\\\n",
                "??/\n",
                "'",
                "\";",
                "\"+\"",
                ");}",
                "}",
                "{",
                "}}}",
                "${}",
                "#{}",
                "#include \"/etc/passwd\"\n",
                "#pragma once\n",
                "\n#define float int\n",
                "%:include <x>\n",
                "*/ #error\n",
                "\u001B[2J\u001B[31m",
                "\u009B31m",
                "\u202E*/",
                "\u2066*/\u2069",
                "\0",
                "\uD800",
                "</pre>",
                "-->",
                "]]>");
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                "",
                " ",
                "\t",
                "x",
                "a b",
                "class",
                "int",
                "enum",
                "record",
                "_",
                "__",
                "$",
                "$L",
                "$S",
                "$T",
                "$N",
                "$$",
                "$[",
                "$]",
                "$>",
                "$W",
                "$1L",
                "%s",
                "%n",
                "%d%d",
                "%1$s",
                "%",
                "{0}",
                "{@code",
                "{@code *",
                "{@link java.lang.Runtime#exec}",
                "{@inheritDoc",
                "@param x",
                "@Override",
                "@Deprecated",
                "@since {@",
                "<script>alert(1)</script>",
                "<img src=x onerror=1>",
                "&lt;",
                "&amp;",
                "&#42;/",
                "&",
                "<",
                ">",
                "<!--",
                "![CDATA[",
                "../",
                "../../../../etc/passwd",
                "..\\..\\x",
                "/etc/passwd",
                "C:\\Windows",
                "\\\\host\\share",
                "file:///etc/passwd",
                "http://example.org/",
                "con",
                "nul",
                "aux",
                ".",
                "..",
                "a/b",
                "a\\b",
                "~",
                "~/x",
                "-rf",
                "--help",
                "@file",
                "`id`",
                "$(id)",
                ";id",
                "|id",
                "&&id",
                "' OR '1'='1",
                "__proto__",
                "constructor",
                "toString",
                "hashCode",
                "getClass",
                "main",
                "Object",
                "String",
                "System",
                "java.lang.System",
                "Math",
                "float",
                "Float",
                "List",
                "predict",
                "load",
                "initialise",
                "model",
                "weights",
                "this",
                "super",
                "null",
                "true",
                "kernel",
                "__kernel",
                "__global",
                "global",
                "local",
                "barrier",
                "get_global_id",
                "half",
                "double",
                "image2d_t",
                "N",
                "n",
                "0",
                "9",
                "1e9",
                "0x1",
                "-1",
                "NaN",
                "Infinity",
                "\u0391",
                "\u0430bc",
                "\uFF21\uFF22",
                "n\u0303",
                "\u212A",
                "\uD83D\uDE00",
                "\u00e9",
                "\u4e2d\u6587",
                "\u0627\u0644"));
        for (int length : new int[] {63, 64, 65, 199, 200, 201, 255, 256, 4095, 4096, 4097}) {
            words.add("a".repeat(length));
            words.add("*/".repeat(length / 2));
            words.add("\\u002a/".repeat(length / 7));
        }
        return words;
    }
}
