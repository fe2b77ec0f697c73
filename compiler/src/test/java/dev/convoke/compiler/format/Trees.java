package dev.convoke.compiler.format;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.SpecFile;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes trees with everything that is in them but places and comments, so that tests can compare what two texts mean. */
public final class Trees {
    private Trees() {}

    public static String of(SpecFile file) {
        return write(file.imports()) + write(file.declarations());
    }

    private static String write(Object node) {
        if (node instanceof List<?> list) {
            return list.stream().map(Trees::write).collect(Collectors.joining(", ", "[", "]"));
        }
        if (node instanceof Optional<?> optional) {
            return optional.map(Trees::write).orElse("-");
        }
        return node instanceof Record tree ? record(tree) : String.valueOf(node);
    }

    private static String record(Record tree) {
        return Arrays.stream(tree.getClass().getRecordComponents())
                .filter(each -> each.getType() != Span.class && each.getType() != SourceFile.class)
                .map(each -> write(value(tree, each)))
                .collect(Collectors.joining(" ", tree.getClass().getSimpleName() + "(", ")"));
    }

    private static Object value(Record tree, RecordComponent component) {
        try {
            return component.getAccessor().invoke(tree);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
