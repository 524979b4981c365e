using Pipeline.Actors.Ike;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Credentials;
using Pipeline.Engine.Configuration.Reload;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Sa;
using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Control.Views;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>Reads the configuration of a running gateway again, and applies what has changed: whole, or not at all.</summary>
/// <remarks>
/// What stays the same stays the very same object, by which the actors know that they leave it alone. Secrets of earlier configurations
/// live as long as a connection that was not changed needs them.
/// </remarks>
/// <param name="gateway">The gateway.</param>
internal sealed class Reloader(GatewayInService gateway) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<CredentialSet> _earlier = [];

    /// <summary>Reads, plans, and applies.</summary>
    /// <param name="planOnly">True to stop before the last.</param>
    /// <param name="cancellation">Ends the wait for another reload.</param>
    public async Task<ControlResponse> ReloadAsync(bool planOnly, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ConfigurationResult<GatewayOptions> result = ConfigurationFile.ReadGateway(gateway.File);
            return result.Value is { } wanted
                ? await PlanAsync(wanted, result.Warnings, planOnly).ConfigureAwait(false)
                : new ControlResponse
                {
                    ExitCode = (int)ExitCode.BadInput,
                    Error = "the configuration has errors; nothing was changed",
                    Reload = new ReloadView { Applied = false, Errors = result.Errors, Warnings = result.Warnings },
                };
        }
        catch (BadInputException unreadable)
        {
            return ControlResponse.Refuse(ExitCode.BadInput, $"{unreadable.Message}; nothing was changed");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Erases the secrets of every configuration that it has read.</summary>
    public void Dispose()
    {
        _earlier.ForEach(set => set.Dispose());
        gateway.Options.Credentials.Dispose();
        _turn.Dispose();
    }

    private async Task<ControlResponse> PlanAsync(GatewayOptions wanted, IReadOnlyList<ConfigurationError> warnings, bool planOnly)
    {
        ConfigurationPlan plan = PlanOrErase(wanted);
        var view = new ReloadView { Applied = false, Plan = plan, Warnings = warnings };
        if (planOnly || !plan.IsApplicable)
        {
            Erase(wanted);
            return plan.IsApplicable || planOnly ? new ControlResponse { Reload = view } : new ControlResponse
            {
                ExitCode = (int)ExitCode.Failed,
                Error = $"{string.Join(", ", plan.NeedsRestart)} cannot change while the gateway runs; nothing was changed: restart it, or undo that",
                Reload = view,
            };
        }

        await ApplyAsync(plan, wanted).ConfigureAwait(false);
        return new ControlResponse { Reload = view with { Applied = true } };
    }

    private ConfigurationPlan PlanOrErase(GatewayOptions wanted)
    {
        try
        {
            return ConfigurationPlan.Of(gateway.Options, wanted);
        }
        catch
        {
            Erase(wanted);
            throw;
        }
    }

    private async Task ApplyAsync(ConfigurationPlan plan, GatewayOptions wanted)
    {
        GatewayOptions running = gateway.Options;
        GatewayOptions merged;
        NegotiatingCore ike = gateway.Core.Ike!;
        try
        {
            merged = plan.Merge(running, wanted);
            await ike.UseAsync(merged.Policy, merged.Connections).ConfigureAwait(false);
        }
        catch
        {
            // Who did not answer in time may still use them: they go with the next reload, or at the end.
            _earlier.Add(wanted.Credentials);
            EraseSas(wanted);
            throw;
        }

        Renew(merged.Connections, wanted.Connections);
        gateway.Options = merged;
        _earlier.Add(running.Credentials);
        EraseSas(wanted);

        // Not before nobody can be in the middle of a proof with them; what is left then goes with the next reload, or at the end.
        if (await ike.SettleAsync().ConfigureAwait(false))
        {
            _earlier.RemoveAll(set => set.EraseUnused(merged.Connections));
        }
    }

    /// <summary>Connections that stay believe by the new revocation lists from now on.</summary>
    private static void Renew(IReadOnlyList<ConnectionSettings> merged, IReadOnlyList<ConnectionSettings> wanted)
    {
        foreach ((ConnectionSettings used, ConnectionSettings read) in merged.Zip(wanted).Where(pair => !ReferenceEquals(pair.First, pair.Second)))
        {
            foreach ((IPeerProof proof, IPeerProof renewed) in used.Options.PeerProofs.Zip(read.Options.PeerProofs))
            {
                proof.Renew(renewed);
            }
        }
    }

    private static void Erase(GatewayOptions options)
    {
        options.Credentials.Dispose();
        EraseSas(options);
    }

    private static void EraseSas(GatewayOptions options)
    {
        foreach (SaParameters sa in options.SecurityAssociations)
        {
            sa.EraseKeys();
        }
    }
}
