package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.Catalogue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The texts that an argument of some layer may be: {@code "same"}, {@code "reflect"}, {@code "bilinear"}. */
final class Choices implements ArgumentType.Cases<List<String>> {
    private static final Set<String> ALL = Catalogue.LAYERS.stream()
            .flatMap(layer -> layer.arguments().stream())
            .flatMap(argument -> argument.type().match(new Choices()).stream())
            .collect(Collectors.toUnmodifiableSet());

    private Choices() {}

    static boolean has(String text) {
        return ALL.contains(text);
    }

    @Override
    public List<String> whole(ArgumentType.Whole type) {
        return List.of();
    }

    @Override
    public List<String> extents(ArgumentType.Extents type) {
        return List.of();
    }

    @Override
    public List<String> padding(ArgumentType.Padding type) {
        return type.same() ? List.of("same") : List.of();
    }

    @Override
    public List<String> extentsOr(ArgumentType.ExtentsOr type) {
        return List.of(type.word());
    }

    @Override
    public List<String> flag(ArgumentType.Flag type) {
        return List.of();
    }

    @Override
    public List<String> real(ArgumentType.Real type) {
        return List.of();
    }

    @Override
    public List<String> reals(ArgumentType.Reals type) {
        return List.of();
    }

    @Override
    public List<String> choice(ArgumentType.Choice type) {
        return type.options();
    }
}
