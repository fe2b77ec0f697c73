package dev.convoke.compiler.schedule;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Java identifiers for kernels, made of labels, each given once. */
final class Names {
    private static final int LONGEST = 48;

    private final Set<String> taken = new HashSet<>();

    /** {@code layer1.0.conv1 + bn1} becomes {@code layer1_0_conv1_bn1}; a number follows if that is taken. */
    String fresh(String label) {
        StringBuilder name = new StringBuilder();
        for (char c : label.toCharArray()) {
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letterOrDigit) {
                name.append(c);
            } else if (!name.isEmpty() && name.charAt(name.length() - 1) != '_') {
                name.append('_');
            }
        }
        while (!name.isEmpty() && name.charAt(name.length() - 1) == '_') {
            name.setLength(name.length() - 1);
        }
        if (name.length() > LONGEST) {
            name.setLength(LONGEST);
        }
        String base = name.isEmpty() || Character.isDigit(name.charAt(0)) ? "step" + name : name.toString();
        String unique = base;
        for (int number = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); number++) {
            unique = base + "_" + number;
        }
        return unique;
    }
}
