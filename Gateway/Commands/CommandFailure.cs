using Pipeline.Engine.Ports;

namespace Pipeline.Gateway.Commands;

/// <summary>Turns what a command throws into messages and an exit code: nobody is shown a stack trace.</summary>
internal static class CommandFailure
{
    /// <summary>Runs a command.</summary>
    /// <returns>Its own exit code, or the one for what it threw.</returns>
    public static async Task<int> GuardAsync(Func<Task<int>> command, TextWriter error)
    {
        try
        {
            return await command().ConfigureAwait(false);
        }
        catch (BadInputException bad)
        {
            foreach (string message in bad.Messages)
            {
                error.WriteLine($"error: {message}");
            }

            return (int)ExitCode.BadInput;
        }
        catch (Exception missing) when (missing is PortUnavailableException or PlatformNotSupportedException)
        {
            error.WriteLine($"error: {missing.Message}");
            return (int)ExitCode.Unavailable;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("interrupted");
            return (int)ExitCode.Interrupted;
        }
        catch (IOException failed)
        {
            // Input that cannot be read is reported where it is opened; what arrives here is a full disk or a broken pipe.
            error.WriteLine($"error: {failed.Message}");
            return (int)ExitCode.Failed;
        }
        catch (Exception fault)
        {
            error.WriteLine($"error: unexpected {fault.GetType().Name}: {fault.Message}");
            return (int)ExitCode.Failed;
        }
    }
}
