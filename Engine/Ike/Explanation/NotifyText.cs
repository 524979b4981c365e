using System.Globalization;
using System.Text;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>Notify message types as the RFCs and other people's logs spell them: <c>NO_PROPOSAL_CHOSEN</c>.</summary>
public static class NotifyText
{
    /// <summary>The name of a type; its number when it has none here.</summary>
    public static string Of(NotifyType notify) => notify switch
    {
        // The two that are not their names here in capitals.
        NotifyType.TicketLifetimeOpaque => "TICKET_LT_OPAQUE",
        NotifyType.UseAssignedHoa => "USE_ASSIGNED_HoA",
        _ when Enum.IsDefined(notify) => Capitals(notify.ToString()),
        _ => string.Create(CultureInfo.InvariantCulture, $"notify {(int)notify}"),
    };

    private static string Capitals(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
