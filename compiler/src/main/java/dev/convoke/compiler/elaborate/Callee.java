package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Parameter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a call may give: the parameters of a layer, a block or a function.
 *
 * @param kind what it is, {@code layer}
 * @param parameters in the order in which they may be given by position
 * @param required those that have no default
 */
record Callee(String kind, String name, List<String> parameters, Set<String> required) {
    Callee {
        parameters = List.copyOf(parameters);
        required = Set.copyOf(required);
    }

    static Callee of(String kind, String name, List<Parameter> parameters) {
        return new Callee(
                kind,
                name,
                parameters.stream().map(each -> each.name().text()).distinct().toList(),
                parameters.stream()
                        .filter(each -> each.byDefault().isEmpty())
                        .map(each -> each.name().text())
                        .collect(Collectors.toSet()));
    }

    /** {@code Conv(channels, kernel, stride)}; in brackets what may be left out. */
    String signature() {
        return parameters.stream()
                .map(each -> required.contains(each) ? each : "[" + each + "]")
                .collect(Collectors.joining(", ", name + "(", ")"));
    }
}
