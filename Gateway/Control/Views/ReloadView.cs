using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Reload;

namespace Pipeline.Gateway.Control.Views;

/// <summary>What <c>reload</c> shows; also the shape of its JSON. Nothing of it is a secret.</summary>
internal sealed record ReloadView
{
    /// <summary>True when the gateway runs the new configuration now.</summary>
    public required bool Applied { get; init; }

    /// <summary>What it changes; null when the file has errors.</summary>
    public ConfigurationPlan? Plan { get; init; }

    /// <summary>Everything that is wrong in the file.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; init; } = [];

    /// <summary>What is right but should be looked at.</summary>
    public IReadOnlyList<ConfigurationError> Warnings { get; init; } = [];
}
