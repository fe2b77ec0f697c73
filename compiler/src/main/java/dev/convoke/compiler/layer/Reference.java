package dev.convoke.compiler.layer;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference of the catalogue in Markdown, made of the layers' facts: an index and a page for each layer. */
public final class Reference {
    private Reference() {}

    /** File names and their texts. */
    public static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("README.md", index());
        Catalogue.LAYERS.forEach(layer -> pages.put(layer.name() + ".md", page(layer)));
        return pages;
    }

    private static String index() {
        StringBuilder text = new StringBuilder("# Layers\n\nMade from the catalogue; changes belong there.\n");
        for (LayerType.Group group : LayerType.Group.values()) {
            List<LayerType> layers = Catalogue.LAYERS.stream()
                    .filter(layer -> layer.group() == group)
                    .toList();
            if (!layers.isEmpty()) {
                text.append("\n## ").append(title(group)).append("\n\n| layer | |\n|---|---|\n");
                layers.stream()
                        .sorted(Comparator.comparing(LayerType::name))
                        .forEach(layer -> text.append("| [`")
                                .append(signature(layer))
                                .append("`](")
                                .append(layer.name())
                                .append(".md) | ")
                                .append(layer.summary())
                                .append(" |\n"));
            }
        }
        return text.toString();
    }

    private static String title(LayerType.Group group) {
        return switch (group) {
            case CONVOLUTION -> "Convolution";
            case DENSE -> "Dense";
            case POOLING -> "Pooling";
            case NORMALISATION -> "Normalisation";
            case ACTIVATION -> "Activation";
            case SHAPE -> "Shape";
            case REGULARISATION -> "Regularisation";
            case INPUT -> "Input";
        };
    }

    /** {@code Conv(out_channels, kernel, stride=1)}: as a spec calls it. */
    public static String signature(LayerType layer) {
        if (layer.arguments().isEmpty()) {
            return layer.name();
        }
        return layer.arguments().stream()
                .map(argument -> argument.defaultValue()
                        .map(value -> argument.name() + "=" + text(value))
                        .orElse(argument.name()))
                .collect(Collectors.joining(", ", layer.name() + "(", ")"));
    }

    private static String page(LayerType layer) {
        StringBuilder text = new StringBuilder("# ").append(layer.name()).append("\n\n");
        text.append(layer.summary())
                .append("\n\n```\n")
                .append(signature(layer))
                .append("\n```\n\n");
        if (!layer.arguments().isEmpty()) {
            text.append("| argument | takes | default | |\n|---|---|---|---|\n");
            for (Argument argument : layer.arguments()) {
                text.append("| `").append(argument.name()).append("` | ");
                text.append(argument.type().match(new Takes())).append(" | ");
                text.append(argument.defaultValue()
                        .map(value -> "`" + text(value) + "`")
                        .orElse("must be given"));
                text.append(" | ").append(argument.documentation()).append(" |\n");
            }
            text.append("\n");
        }
        text.append(layer.documentation().strip()).append("\n\n## Example\n\n```\n");
        return text.append(layer.example().strip()).append("\n```\n").toString();
    }

    /** A value as a spec writes it. */
    private static String text(ArgumentValue value) {
        if (value instanceof ArgumentValue.Whole whole) {
            return Long.toString(whole.value());
        }
        if (value instanceof ArgumentValue.Real real) {
            return number(real.value());
        }
        if (value instanceof ArgumentValue.Flag flag) {
            return Boolean.toString(flag.value());
        }
        if (value instanceof ArgumentValue.Text text) {
            return "\"" + text.value() + "\"";
        }
        if (value instanceof ArgumentValue.Absent) {
            return "none";
        }
        if (value instanceof ArgumentValue.SameAs same) {
            return same.argument();
        }
        if (value instanceof ArgumentValue.Extents extents) {
            return extents.values().stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
        }
        return ((ArgumentValue.Reals) value)
                .values().stream().map(Reference::number).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value).replace("E", "e").replace(".0e", "e");
    }

    private record Takes() implements ArgumentType.Cases<String> {
        @Override
        public String whole(ArgumentType.Whole type) {
            return "a whole number"
                    + (type.high() == Integer.MAX_VALUE ? ", at least " + type.low() : range(type.low(), type.high()));
        }

        @Override
        public String extents(ArgumentType.Extents type) {
            return "a whole number or a tuple, at least " + type.low();
        }

        @Override
        public String padding(ArgumentType.Padding type) {
            return "a whole number or a tuple, at least 0" + (type.same() ? ", or `\"same\"`" : "");
        }

        @Override
        public String extentsOr(ArgumentType.ExtentsOr type) {
            return "a whole number or a tuple, at least " + type.low() + ", or `\"" + type.word() + "\"`";
        }

        @Override
        public String flag(ArgumentType.Flag type) {
            return "`true` or `false`";
        }

        @Override
        public String real(ArgumentType.Real type) {
            return "a number" + range(type.low(), type.high());
        }

        @Override
        public String reals(ArgumentType.Reals type) {
            return "a number or a list" + range(type.low(), type.high());
        }

        @Override
        public String choice(ArgumentType.Choice type) {
            return type.options().stream().map(option -> "`\"" + option + "\"`").collect(Collectors.joining(" or "));
        }

        /** Bounds as large as floats go are none to speak of. */
        private static String range(double low, double high) {
            boolean above = low > -1e29;
            boolean below = high < 1e29;
            if (low > 0 && low < 1e-30) {
                return ", above 0";
            }
            return above && below
                    ? ", " + number(low) + " to " + number(high)
                    : above ? ", at least " + number(low) : below ? ", at most " + number(high) : "";
        }
    }
}
