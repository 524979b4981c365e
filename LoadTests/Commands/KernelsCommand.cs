using System.CommandLine;
using Pipeline.LoadTests.Rig.Baselines;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>kernels</c>: every set of kernels beside its twins.</summary>
internal static class KernelsCommand
{
    private const string Description = """
        Every set of kernels that this machine has, beside the portable one and ipsec-mb (when installed): prepared batches
        of 64 packets, sealed and opened in place. Sets that share a kernel for a suite show the same figure;
        the set ipsec-mb is ours and uses the library for some packets, ipsec-mb alone is the library by itself.

        Examples:
          kernels
          kernels --suite aes128-gcm,chacha20-poly1305 --size 64,256,576,1420,8900 --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<CipherSuite[]> suites = OptionOf.Suites(
            "aes128-gcm", "aes256-gcm", "chacha20-poly1305", "aes128-cbc+hmac-sha1-96", "aes128-cbc+hmac-sha256-128");
        Option<int[]> sizes = OptionOf.Sizes();
        var measuring = new MeasuringOptions();
        var output = new OutputOptions();
        var command = new Command("kernels", Description) { suites, sizes };
        measuring.AddTo(command);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            IEnumerable<KernelRow> rows =
                from suite in parsed.GetRequiredValue(suites)
                from size in parsed.GetRequiredValue(sizes)
                from row in KernelRun.Measure(suite, size, measuring.PlanOf(parsed))
                select row;
            output.Write(parsed, [.. rows], KernelRow.Columns);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
