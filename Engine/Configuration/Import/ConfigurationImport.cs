using Pipeline.Engine.Configuration.Import.Ipsec;
using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Swanctl;
using Pipeline.Engine.Configuration.Import.Windows;

namespace Pipeline.Engine.Configuration.Import;

/// <summary>Reads configurations of others, and writes ours (docs/IMPORT.md).</summary>
/// <remarks>Nothing that it returns holds a secret: notes say where the user shall put which.</remarks>
public static class ConfigurationImport
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's name, for the notes.</param>
    /// <param name="content">Its bytes. The caller erases them, since they hold secrets.</param>
    /// <param name="format">What it is; null to see that from its content.</param>
    /// <param name="beside">The bytes of a file beside it, null when there is none: <c>ipsec.secrets</c>. The caller erases them too.</param>
    public static ImportResult Read(string file, ReadOnlySpan<byte> content, ImportFormat? format = null, Func<string, byte[]?>? beside = null)
    {
        var report = new ImportReport(file);
        if (!ImportText.TryRead(content, report, out ImportText? text))
        {
            return report.ToResult(null);
        }

        using (text)
        {
            if ((format ?? FormatRecognition.Recognize(text.Characters.Span)) is not { } known)
            {
                report.Refuse(1, "is none of the formats that are known: swanctl.conf, ipsec.conf, or an export of Windows' policy store; say --from");
                return report.ToResult(null);
            }

            ImportedGateway gateway = Read(known, text.Characters, report, beside);
            if (!report.HasErrors && gateway is { Connections.Count: 0, Policies.Count: 0 })
            {
                report.Refuse(1, "has no connection and no rule that could be carried over");
            }

            return report.ToResult(report.HasErrors ? null : ImportJson.Write(gateway));
        }
    }

    private static ImportedGateway Read(ImportFormat format, ReadOnlyMemory<char> text, ImportReport report, Func<string, byte[]?>? beside) => format switch
    {
        ImportFormat.Ipsec => IpsecReader.Read(text, report, beside),
        ImportFormat.Windows => WindowsReader.Read(text, report),
        _ => SwanctlReader.Read(text, report),
    };
}
