using Ruying.Api.Problems;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;

namespace Ruying.Api.Models;

/// <summary>What a request may say of engines.</summary>
internal static class ModelRules
{
    /// <exception cref="RequestException"><c>model.unknown</c>: neither <c>own</c> nor an imported model; <c>model.wrong_kind</c>: a voice.</exception>
    public static void CheckEngine(ModelStore models, string? engine)
    {
        if (!string.IsNullOrWhiteSpace(engine) && engine != ModelStore.Own)
        {
            if (Find(models, engine).Kind != StoredModel.GeneratorKind)
            {
                throw RequestException.Invalid("model.wrong_kind", "That model is a voice; choose a generator of the list, or own.");
            }
        }
    }

    /// <exception cref="RequestException"><c>model.unknown</c>.</exception>
    public static StoredModel Find(ModelStore models, string name)
    {
        try
        {
            return models.Find(name);
        }
        catch (ModelException exception)
        {
            throw RequestException.NotFound(exception.Code, "There is no such model; choose one of the list, or own.");
        }
    }
}
