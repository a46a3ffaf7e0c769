import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathNodeset;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathExpression;
import org.javarosa.xpath.parser.XPathSyntaxException;

/** Evaluates expressions with JavaRosa. One line in: context, tab, expression. One line out: kind of value, tab, value. */
class Evaluate {
    private static final String BETWEEN_NODES = "\u001f";

    private final FormDef form;

    Evaluate(FormDef form) {
        this.form = form;
    }

    public static void main(String[] arguments) throws Exception {
        // What JavaRosa itself says on the way would stand between the answers.
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new XFormsModule().registerModule();
        FormDef form = XFormUtils.getFormFromFormXml(arguments[0], null);
        form.initialize(true, new InstanceInitializationFactory());
        Evaluate evaluate = new Evaluate(form);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split("\t", 2);
            answers.println(evaluate.answer(parts[0], parts[1]).replace('\r', ' ').replace('\n', ' '));
        }
    }

    private String answer(String context, String expression) {
        XPathExpression parsed;
        try {
            parsed = XPathParseTool.parseXPath(expression);
        } catch (XPathSyntaxException | RuntimeException refusal) {
            return "refused\t" + refusal;
        }
        try {
            return shown(parsed.eval(form.getMainInstance(), context(context)));
        } catch (RuntimeException | StackOverflowError | LinkageError failure) {
            return "failed\t" + failure;
        }
    }

    /** The context of a calculation at a path such as /data/person[2]/age. */
    private EvaluationContext context(String path) {
        TreeReference here = TreeReference.rootRef();
        for (String step : path.substring(1).split("/")) {
            String[] parts = step.split("[\\[\\]]");
            here.add(parts[0], parts.length > 1 ? Integer.parseInt(parts[1]) - 1 : 0);
        }
        return new EvaluationContext(form.getEvaluationContext(), here);
    }

    private String shown(Object value) {
        if (value instanceof XPathNodeset) {
            return nodes((XPathNodeset) value);
        } else if (value instanceof Date) {
            return "date\t" + DateUtils.formatDateTime((Date) value, DateUtils.FORMAT_ISO8601);
        }
        return value.getClass().getSimpleName().toLowerCase() + "\t" + value;
    }

    private String nodes(XPathNodeset nodes) {
        List<String> texts = new ArrayList<>();
        nodes.size(); // Some are only sought when they are counted.
        for (TreeReference node : nodes.getReferences()) {
            IAnswerData data = form.getEvaluationContext().resolveReference(node).getValue();
            texts.add(data == null ? "" : data.uncast().getString());
        }
        return texts.size() + " nodes\t" + String.join(BETWEEN_NODES, texts);
    }
}
