package dev.convoke.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that a net can be made of: its declaration, those that its text names, those that their texts name, and so on. Every word of a text counts as
 * a name, in comments too, so that what is reached may be too much, but never too little.
 *
 * @param declarations the net first
 * @param key what the elaboration of the net depends on; nets of one key differ in nothing but where their declarations stand
 */
record Reached(List<Declared> declarations, List<Part> key) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The number of a name that no declaration has. */
    private static final int NO_DECLARATION = -1;

    Reached {
        declarations = List.copyOf(declarations);
        key = List.copyOf(key);
    }

    /**
     * One declaration.
     *
     * @param file how messages call its file
     * @param text of its header and body, comments included
     * @param named for each different word of the text the number of the declaration that it names
     */
    record Part(String file, String documentation, String text, List<Integer> named) {
        Part {
            named = List.copyOf(named);
        }
    }

    /** Finds what nets of one file reach, and looks at each declaration's text once. */
    static final class Finder {
        private final Map<Declared, List<Optional<Declared>>> named = new HashMap<>();

        Reached from(Declared net) {
            Map<Declared, Integer> numbers = new LinkedHashMap<>(Map.of(net, 0));
            List<Declared> all = new ArrayList<>(List.of(net));
            List<Part> key = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                List<Integer> targets = new ArrayList<>();
                for (Optional<Declared> each : named.computeIfAbsent(all.get(i), Finder::named)) {
                    each.filter(target -> numbers.putIfAbsent(target, numbers.size()) == null)
                            .ifPresent(all::add);
                    targets.add(each.map(target -> Objects.requireNonNull(numbers.get(target)))
                            .orElse(NO_DECLARATION));
                }
                key.add(part(all.get(i), targets));
            }
            return new Reached(all, key);
        }

        private static Part part(Declared declared, List<Integer> named) {
            var span = declared.declaration().span();
            String documentation = declared.declaration()
                    .documentation()
                    .map(each -> each.text())
                    .orElse("");
            return new Part(span.file().name(), documentation, span.text(), named);
        }

        private static List<Optional<Declared>> named(Declared declared) {
            Set<String> names = new LinkedHashSet<>();
            Matcher matcher = NAME.matcher(declared.declaration().span().text());
            while (matcher.find()) {
                names.add(matcher.group());
            }
            return names.stream().map(declared.home()::find).toList();
        }
    }
}
