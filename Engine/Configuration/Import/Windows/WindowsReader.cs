using System.Security.Cryptography;
using Pipeline.Engine.Configuration.Import.Result;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>An export of Windows' policy store to a configuration of ours.</summary>
internal static class WindowsReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text: a .reg file, or LDIF.</param>
    /// <param name="report">Where notes go.</param>
    /// <returns>What it says; of no use when errors were noted.</returns>
    public static ImportedGateway Read(ReadOnlyMemory<char> text, ImportReport report)
    {
        var gateway = new ImportedGateway();
        List<StoreObject> objects = IsLdif(text.Span) ? LdifReader.Read(text, report) : RegFileReader.Read(text, report);
        try
        {
            if (!report.HasErrors)
            {
                Translate(new PolicyStore(objects), gateway, report);
            }
        }
        finally
        {
            // Preshared keys are in there.
            foreach (StoreValue value in objects.SelectMany(one => one.Values.Values))
            {
                CryptographicOperations.ZeroMemory(value.Bytes);
            }
        }

        return gateway;
    }

    private static bool IsLdif(ReadOnlySpan<char> text)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (line.StartsWith("dn:", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (line is ['[', ..])
            {
                break;
            }
        }

        return false;
    }

    private static void Translate(PolicyStore store, ImportedGateway gateway, ImportReport report)
    {
        var names = new Words.UniqueNames();
        foreach (StoreObject policy in store.Policies)
        {
            var made = new ImportedPolicy(names.Take(policy.Name)) { IsMostSpecificFirst = true };
            new WindowsPolicy(store, gateway, report, made).Read(policy);
            gateway.Policies.Add(made);
            gateway.AssignedPolicy = policy.Leaf == store.Assigned ? made.Name : gateway.AssignedPolicy;
        }

        if (gateway is { Policies.Count: > 1, AssignedPolicy: null })
        {
            report.Ask(1, "the export does not say which policy is assigned; write assignedPolicy, which is the first one now");
        }
    }
}
