using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ruying.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class JobsOfOwnerByState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_jobs_OwnerId",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "IX_jobs_OwnerId_State",
                table: "jobs",
                columns: new[] { "OwnerId", "State" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_jobs_OwnerId_State",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "IX_jobs_OwnerId",
                table: "jobs",
                column: "OwnerId");
        }
    }
}
