package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.ClassName;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Adds the imports of types that kernel code names as plain text: those of java.lang too, as a class of the same package would come before them.
 */
final class Imports {
    private static final List<ClassName> MENTIONED = List.of(
            Names.FLOAT_VECTOR,
            Names.INT_VECTOR,
            Names.VECTOR_OPERATORS,
            Names.FLOAT_MATH,
            Names.RANDOMS,
            ClassName.get(Arrays.class),
            ClassName.get(System.class),
            ClassName.get(Math.class),
            ClassName.get(Float.class),
            ClassName.get(Integer.class));

    private Imports() {}

    static String complete(String source) {
        TreeSet<String> imports = new TreeSet<>();
        List<String> lines = source.lines().toList();
        lines.stream().filter(l -> l.startsWith("import ")).forEach(imports::add);
        for (ClassName name : MENTIONED) {
            if (Pattern.compile("\\b" + name.simpleName() + "(\\.| \\w+ =)")
                    .matcher(source)
                    .find()) {
                imports.add("import " + name.canonicalName() + ";");
            }
        }
        StringBuilder text = new StringBuilder();
        boolean written = false;
        for (String line : lines) {
            if (line.startsWith("import ")) {
                if (!written) {
                    imports.forEach(i -> text.append(i).append('\n'));
                    written = true;
                }
            } else {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }
}
