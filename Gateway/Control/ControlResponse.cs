using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Control.Views;

namespace Pipeline.Gateway.Control;

/// <summary>What the gateway answers: one line of JSON, with one of the views, an error, or both.</summary>
internal sealed record ControlResponse
{
    /// <summary>What the command that asked shall exit with: a value of <see cref="Commands.ExitCode"/>.</summary>
    public int ExitCode { get; init; }

    /// <summary>Why it was not done; null when it was.</summary>
    public string? Error { get; init; }

    /// <summary>Answer to <see cref="ControlWords.Status"/>.</summary>
    public StatusView? Status { get; init; }

    /// <summary>Answer to <see cref="ControlWords.Sas"/>.</summary>
    public SasView? Sas { get; init; }

    /// <summary>Answer to an order about a connection.</summary>
    public OrderView? Order { get; init; }

    /// <summary>Answer to <see cref="ControlWords.Reload"/>.</summary>
    public ReloadView? Reload { get; init; }

    /// <summary>An answer that says why something was not done.</summary>
    public static ControlResponse Refuse(ExitCode code, string error) => new() { ExitCode = (int)code, Error = error };
}
