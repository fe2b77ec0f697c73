package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.plan.Layout;
import java.util.ArrayList;
import java.util.List;

/** The kernel that fills a tensor's halo with zeros: the slabs before and after each axis, outermost axis first. */
final class HaloClearing {
    private final Layout layout;
    private final Buffer buffer;
    private final int width;
    private final List<Integer> axes = new ArrayList<>();
    private final List<Long> strides;
    private int loops;

    private HaloClearing(Layout layout, Buffer buffer, int width) {
        this.layout = layout;
        this.buffer = buffer;
        this.width = layout.blocked().isPresent() ? width : 1;
        this.strides = layout.strides();
        for (int axis = 0; axis < layout.tensor().extents().size(); axis++) {
            if (layout.blocked().isEmpty() || layout.blocked().getAsInt() != axis) {
                axes.add(axis);
            }
        }
    }

    static Kernel kernel(String name, String description, Layout layout, Buffer buffer, int width) {
        return new Kernel(name, description, List.of(Axis.BATCH), new HaloClearing(layout, buffer, width).body());
    }

    private Statement body() {
        Index start = Index.ZERO;
        List<Axis> parallel = new ArrayList<>();
        if (layout.tensor().batched()) {
            Axis samples = Axis.batch("n");
            parallel.add(samples);
            start = start.plus(samples.index().times(layout.floats()));
        }
        if (layout.blocked().isPresent()) {
            int axis = layout.blocked().getAsInt();
            long blocks = layout.span(axis) / Lanes.WIDTH;
            if (blocks > 1) {
                Axis block = Axis.of("b", blocks);
                parallel.add(block);
                start = start.plus(block.index().times(strides.get(axis)));
            }
        }
        Statement body = clear(0, start);
        for (int i = parallel.size() - 1; i >= 0; i--) {
            Axis axis = parallel.get(i);
            body = new Statement.For(axis.variable(), Index.ZERO, axis.extent(), Statement.For.Kind.PARALLEL, body);
        }
        return body;
    }

    private Statement clear(int position, Index start) {
        if (position == axes.size()) {
            return new Statement.Block(List.of());
        }
        int axis = axes.get(position);
        long stride = strides.get(axis);
        long before = layout.before().get(axis) * stride;
        long inside = layout.tensor().extents().get(axis) * stride;
        long after = layout.after().get(axis) * stride;
        List<Statement> statements = new ArrayList<>();
        fill(statements, start, before);
        boolean more = axes.subList(position + 1, axes.size()).stream()
                .anyMatch(a -> layout.before().get(a) + layout.after().get(a) > 0);
        if (more) {
            int extent = layout.tensor().extents().get(axis);
            Axis row = Axis.of("p" + loops++, extent);
            Statement inner =
                    clear(position + 1, start.plus(before).plus(row.index().times(stride)));
            statements.add(
                    new Statement.For(row.variable(), Index.ZERO, row.extent(), Statement.For.Kind.SERIAL, inner));
        }
        fill(statements, start.plus(before).plus(inside), after);
        return StatementRewriter.flat(statements);
    }

    private void fill(List<Statement> statements, Index start, long floats) {
        if (floats == 0) {
            return;
        }
        Lanes lanes = width > 1 ? Lanes.VECTOR : Lanes.SCALAR;
        long times = floats / width;
        Expression zero = new Expression.Constant(0);
        if (times == 1) {
            statements.add(new Statement.Put(buffer, start, zero, lanes));
            return;
        }
        Atom.Variable variable = new Atom.Variable("q" + loops++, 0, times - 1);
        statements.add(new Statement.For(
                variable,
                Index.ZERO,
                Index.of(times),
                Statement.For.Kind.SERIAL,
                new Statement.Put(buffer, start.plus(Index.of(variable).times(width)), zero, lanes)));
    }
}
