using Pipeline.Engine.Configuration.Reload;
using Pipeline.Gateway.Control.Views;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>What a reload has done, or would do, in lines: the same in the log and for the one who asked.</summary>
internal static class ReloadLines
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Of(ControlResponse response)
    {
        ReloadView? view = response.Reload;
        IEnumerable<string> problems = (view?.Errors ?? []).Select(error => error.ToString());
        IEnumerable<string> warnings = (view?.Warnings ?? []).Select(warning => (warning with { Message = "warning: " + warning.Message }).ToString());
        return [.. problems, .. warnings, .. view?.Plan is { } plan ? Of(plan) : [], Result(response)];
    }

    private static IEnumerable<string> Of(ConfigurationPlan plan)
    {
        IEnumerable<string> all =
        [
            .. plan.Added.Select(name => $"added: {name}"),
            .. plan.Changed.Select(change => $"changed: {change}"),
            .. plan.Removed.Select(name => $"removed: {name}"),
            .. plan.RulesChange ? ["changed: policy rules"] : Array.Empty<string>(),
            .. plan.Credentials.Select(text => $"credentials: {text}"),
            .. plan.NeedsRestart.Select(section => $"needs a restart: {section}"),
        ];
        return all.Append($"untouched connections: {plan.Unchanged.Count}");
    }

    private static string Result(ControlResponse response) => response switch
    {
        { Error: { } error } => $"refused: {error}",
        { Reload: { Applied: true, Plan.IsEmpty: true } } => "applied: nothing has changed",
        { Reload.Applied: true } => "applied",
        _ => "plan only: nothing was changed",
    };
}
